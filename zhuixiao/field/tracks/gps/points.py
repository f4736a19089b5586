"""A position as an app told it, checked; numbers and instants of unknown origin."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ...choices.tracks import FixSource
from ...phone.captures import WORST_ACCURACY

# A number from here on counts milliseconds.
_MILLISECONDS = 2**31
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_LONGEST_TEXT = 40


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees in WGS-84, metres, metres a second, degrees from north, percent; None is unknown."""

    at: datetime
    latitude: float
    longitude: float
    accuracy: float | None = None
    speed: float | None = None
    course: float | None = None
    altitude: float | None = None
    battery: int | None = None
    is_mock: bool = False


@dataclass(frozen=True)
class Message:
    """What one request held. `unusable` are positions that are none: no place on earth, no time.
    They are counted and answered like good ones, else the app would send them for ever."""

    source: FixSource
    points: list[Point] = field(default_factory=list)
    unusable: int = 0
    is_encrypted: bool = False


class Unreadable(ValueError):
    """The request is none of the known formats: sending the same again will not help."""


def point(
    *,
    at: object,
    latitude: object,
    longitude: object,
    accuracy: object = None,
    speed: object = None,
    course: object = None,
    altitude: object = None,
    battery: object = None,
    is_mock: bool = False,
    speed_factor: float = 1.0,
    battery_factor: float = 1.0,
) -> Point | None:
    """A checked point; None where place or time are missing or impossible. Whatever else is odd is
    taken as unknown. `speed_factor` leads to metres a second, `battery_factor` to percent."""
    lat, lng, when = number(latitude, -90, 90), number(longitude, -180, 180), instant(at)
    if lat is None or lng is None or when is None:
        return None
    pace, charge = number(speed, 0, 100_000), number(battery, 0, 100)
    return Point(
        at=when,
        latitude=lat,
        longitude=lng,
        accuracy=number(accuracy, 0, WORST_ACCURACY),
        speed=None if pace is None else pace * speed_factor,
        course=number(course, 0, 360),
        altitude=number(altitude, -1_000, 50_000),
        battery=None if charge is None else min(100, round(charge * battery_factor)),
        is_mock=is_mock,
    )


def number(value: object, low: float, high: float) -> float | None:
    """A finite number within bounds; None for anything else, NaN and 1e400 among it."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and low <= found <= high else None


def instant(value: object) -> datetime | None:
    """From seconds or milliseconds since 1970, or from ISO text; without a zone it is UTC."""
    seconds = number(value, 0, 1e14)
    try:
        if seconds is not None:
            scale = 1_000 if seconds >= _MILLISECONDS else 1
            at = datetime.fromtimestamp(seconds / scale, UTC)
        elif isinstance(value, str) and len(value) <= _LONGEST_TEXT:
            at = datetime.fromisoformat(value.strip())
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return at if _FIRST <= at < _LAST else None


def mapping(value: object) -> Mapping[str, Any]:
    """A JSON object; anything else is an empty one."""
    return value if isinstance(value, dict) else {}


def message(source: FixSource, found: list[Point | None]) -> Message:
    """The points that are some, and how many are none."""
    points = [row for row in found if row is not None]
    return Message(source, points, len(found) - len(points))
