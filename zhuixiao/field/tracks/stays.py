"""Where somebody stood still: stay points by the anchor method.

Li, Zheng and others, "Mining user similarity based on location history", ACM GIS 2008: from an
anchor i the first later position j farther than D away ends a stay when t_j - t_i > T; its place is
the mean of i to j-1, and the next anchor is j, else i+1. Here a stay ends with its last position
inside, and one that lasts until the end of the track counts too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from zhuixiao.kit.geo import METRES_PER_DEGREE, Position


class Moment(Protocol):
    """A position with its time; models.Fix is one."""

    @property
    def at(self) -> datetime: ...
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True)
class Stay:
    """From the first to the last position inside; `stretch` are the places of both in the line.
    `next_at` is the first position outside, None for a stay that lasts until the end."""

    place: Position
    arrived_at: datetime
    left_at: datetime
    next_at: datetime | None
    stretch: range

    @property
    def is_open(self) -> bool:
        return self.next_at is None

    @property
    def minutes(self) -> int:
        return int((self.left_at - self.arrived_at).total_seconds() // 60)

    def later(self, places: int) -> "Stay":
        """The same stay in a line that begins so many positions earlier."""
        moved = range(self.stretch.start + places, self.stretch.stop + places)
        return replace(self, stretch=moved)


def stays(line: Sequence[Moment], *, radius: float, least: timedelta) -> list[Stay]:
    """The stays of a line in the order of time; `radius` in metres."""
    found: list[Stay] = []
    places = [Position(row.latitude, row.longitude) for row in line]
    anchor = 0
    while anchor < len(line):
        after = _first_outside(places, anchor, radius)
        end = line[after].at if after < len(line) else line[-1].at
        if end - line[anchor].at > least:
            found.append(_stay(line, anchor, after))
            anchor = after
        else:
            anchor += 1
    return found


def _first_outside(places: Sequence[Position], anchor: int, radius: float) -> int:
    """The first place after the anchor that is farther away than the radius, else the end."""
    here = places[anchor]
    wide = METRES_PER_DEGREE * math.cos(math.radians(here.latitude))
    # On a flat map the distance is right to a hundredth: only close to the circle is it worked out.
    inside, outside = (radius * 0.99) ** 2, (radius * 1.01) ** 2
    for number in range(anchor + 1, len(places)):
        there = places[number]
        up = (there.latitude - here.latitude) * METRES_PER_DEGREE
        right = (there.longitude - here.longitude) * wide
        flat = up * up + right * right
        if flat > outside or (flat > inside and here.metres_to(there) > radius):
            return number
    return len(places)


def _stay(line: Sequence[Moment], anchor: int, after: int) -> Stay:
    inside = line[anchor:after]
    return Stay(
        place=Position(
            math.fsum(row.latitude for row in inside) / len(inside),
            math.fsum(row.longitude for row in inside) / len(inside),
        ),
        arrived_at=inside[0].at,
        left_at=inside[-1].at,
        next_at=line[after].at if after < len(line) else None,
        stretch=range(anchor, after),
    )
