"""GPX files in and out (https://www.topografix.com/GPX/1/1/), by gpxpy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Protocol

import gpxpy
import gpxpy.gpx
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import Position

from .gps.points import Point, point

MOST_BYTES = 10 * 1024 * 1024
# GPX knows no entities of its own; a file that declares some wants to fill the memory.
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(frozen=True)
class Read:
    """A file: its positions that have a time, how many have none or are no place, and the length of
    its tracks in metres, within their segments."""

    points: list[Point]
    without: int
    metres: float


def read(content: bytes) -> Read:
    """The tracks of a file. Raises RuleError for what is no GPX."""
    if len(content) > MOST_BYTES:
        raise RuleError(_("The file is larger than 10 MB. Split it into days."), field="file")
    if any(word in content[:4096] for word in _DECLARED):
        raise RuleError(_("This is no GPX file."), field="file")
    segments = _segments(content)
    found = [_point(row) for rows in segments for row in rows]
    points = [row for row in found if row is not None]
    return Read(points, len(found) - len(points), sum(length(_places(rows)) for rows in segments))


def length(places: Sequence[Position]) -> float:
    """Metres along these places, heights left out."""
    return sum(one.metres_to(other) for one, other in pairwise(places))


class Passed(Protocol):
    """What a file tells of a position."""

    @property
    def at(self) -> datetime: ...
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...
    @property
    def altitude(self) -> float | None: ...


def write(name: str, lines: Iterable[Sequence[Passed]]) -> str:
    """A file of one track; each line is a segment."""
    file = gpxpy.gpx.GPX()
    file.creator = "Zhuixiao"
    track = gpxpy.gpx.GPXTrack(name=name)
    file.tracks.append(track)
    for line in lines:
        segment = gpxpy.gpx.GPXTrackSegment()
        segment.points = [
            gpxpy.gpx.GPXTrackPoint(
                fix.latitude, fix.longitude, elevation=fix.altitude, time=fix.at
            )
            for fix in line
        ]
        track.segments.append(segment)
    return str(file.to_xml())


def _segments(content: bytes) -> list[list[Any]]:
    try:
        file = gpxpy.parse(content.decode("utf-8-sig", errors="replace"))
    # gpxpy lets through what its parser and its dates raise.
    except Exception as error:
        raise RuleError(_("This is no GPX file."), field="file") from error
    return [segment.points for track in file.tracks for segment in track.segments]


def _places(rows: Iterable[Any]) -> list[Position]:
    return [Position(row.latitude, row.longitude) for row in rows]


def _point(row: Any) -> Point | None:
    at = row.time
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return point(
        at=at and at.isoformat(),
        latitude=row.latitude,
        longitude=row.longitude,
        speed=row.speed,
        course=row.course,
        altitude=row.elevation,
    )
