"""GPX files in and out (https://www.topografix.com/GPX/1/1/), by gpxpy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import pairwise
from typing import Any, Protocol

import gpxpy
import gpxpy.gpx
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import Position

from .gps.points import Point, number, point
from .stays import Moment

MOST_BYTES = 10 * 1024 * 1024
# GPX knows no entities of its own; a file that declares some wants to fill the memory. Whatever
# begins so and is neither a comment nor plain text is such a declaration.
_DECLARED = re.compile(r"<!(?!--|\[CDATA\[)")
# gpxpy takes the first of these out before it parses: what stood around it must not become one.
_NAMESPACE = re.compile(r"""\sxmlns=(['"])[^'"]+\1""")
_UTF16 = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}


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
    text = _text(content)
    if any(_DECLARED.search(one) for one in (text, _NAMESPACE.sub("", text, count=1))):
        raise RuleError(_("This is no GPX file."), field="file")
    segments = _segments(text)
    found = [_point(row) for rows in segments for row in rows]
    points = [row for row in found if row is not None]
    return Read(points, len(found) - len(points), sum(length(_places(rows)) for rows in segments))


def length(places: Sequence[Position]) -> float:
    """Metres along these places, heights left out."""
    return sum(one.metres_to(other) for one, other in pairwise(places))


class Passed(Moment, Protocol):
    """What a file tells of a position."""

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


def _text(content: bytes) -> str:
    """XML is UTF-8, or UTF-16 as its first two bytes tell."""
    return content.decode(_UTF16.get(content[:2], "utf-8-sig"), errors="replace")


def _segments(text: str) -> list[list[Any]]:
    try:
        file = gpxpy.parse(text)
    # gpxpy lets through what its parser and its dates raise.
    except Exception as error:
        raise RuleError(_("This is no GPX file."), field="file") from error
    return [segment.points for track in file.tracks for segment in track.segments]


def _places(rows: Iterable[Any]) -> list[Position]:
    """Without those that are no place on earth."""
    pairs = [(number(row.latitude, -90, 90), number(row.longitude, -180, 180)) for row in rows]
    return [Position(lat, lng) for lat, lng in pairs if lat is not None and lng is not None]


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
