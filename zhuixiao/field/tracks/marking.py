"""Which positions of a day are no part of the way, where nothing is known, and how far it was.

Positions are never thrown away for being odd: they are marked, and left out of the way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar

from zhuixiao.kit.geo import metres_between

from ..choices.tracks import WRONG, Mark

# 200 km/h: whoever seems to be faster was not there.
FASTEST = 200 / 3.6
# Nothing is known of the way between two positions that are farther apart in time and in place.
GAP_TIME, GAP_METRES = timedelta(minutes=5), 300.0
# Plain numbers: flags are slow, and a day has thousands of positions.
_WRONG, _JUMP, _SPEED = int(WRONG), int(Mark.JUMP), int(Mark.SPEED)
_COMPUTED = _JUMP | _SPEED
# After so many positions that agree with one another the first of them was no jump.
_AGREEING = 3
# What a receiver without satellites tells.
_NOWHERE = (0.0, 0.0)


class Located(Protocol):
    """What a way is made of; models.Fix is one."""

    @property
    def tracker_id(self) -> int: ...
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...
    @property
    def speed(self) -> float | None: ...
    @property
    def marks(self) -> int: ...
    @property
    def at(self) -> datetime: ...


F = TypeVar("F", bound=Located)


def metres(one: Located, other: Located) -> float:
    """The great-circle distance."""
    return metres_between(one.latitude, one.longitude, other.latitude, other.longitude)


def marks_of(fixes: Sequence[Located]) -> list[int]:
    """The marks of a device's positions in the order of time: those that they came with, and what
    shows only beside their neighbours.

    A position that could only be reached faster than 200 km/h from the last good one is a jump,
    unless three in a row agree: then the device was right and the way goes on from there.
    """
    found = [_own_marks(fix) for fix in fixes]
    last: int | None = None
    away: list[int] = []
    for here, fix in enumerate(fixes):
        if found[here] & _WRONG:
            continue
        if last is None or _is_possible(fixes[last], fix):
            last, away = here, []
            continue
        away = [*away, here] if not away or _is_possible(fixes[away[-1]], fix) else [here]
        found[here] |= _JUMP
        if len(away) == _AGREEING:
            for row in away:
                found[row] &= ~_JUMP
            last, away = here, []
    return found


def one_line(fixes: Iterable[F]) -> list[F]:
    """Of several devices of one person, in the order of time, the one way: another device speaks
    only when the one so far has been silent for as long as a gap is."""
    line: list[F] = []
    for fix in fixes:
        is_other = bool(line) and fix.tracker_id != line[-1].tracker_id
        if not (is_other and fix.at - line[-1].at <= GAP_TIME):
            line.append(fix)
    return line


@dataclass(frozen=True)
class Way:
    """The length of a line in metres; `gaps` are the places in it after which nothing is known, and
    `gap_metres` their length as the crow flies, which is no part of the length."""

    length: float
    gaps: tuple[int, ...]
    gap_metres: float


def way(line: Sequence[Located], *, still: Iterable[range] = ()) -> Way:
    """How far it was; `still` are the stretches in which the person stood and only the position
    wandered about."""
    inside = {number for stretch in still for number in stretch[:-1]}
    gaps = gaps_of(line)
    apart = set(gaps)
    length = lost = 0.0
    for number, (one, other) in enumerate(pairwise(line)):
        if number in apart:
            lost += metres(one, other)
        elif number not in inside:
            length += metres(one, other)
    return Way(length, gaps, lost)


def gaps_of(line: Sequence[Located]) -> tuple[int, ...]:
    """The places in a line after which nothing is known."""
    return tuple(
        number
        for number, (one, other) in enumerate(pairwise(line))
        if other.at - one.at > GAP_TIME and metres(one, other) > GAP_METRES
    )


def _own_marks(fix: Located) -> int:
    marks = fix.marks & ~_COMPUTED
    if (fix.latitude, fix.longitude) == _NOWHERE:
        marks |= _JUMP
    if fix.speed is not None and fix.speed > FASTEST:
        marks |= _SPEED
    return marks


def _is_possible(one: Located, other: Located) -> bool:
    # Two positions of the same second may be as far apart as they are exact.
    seconds = max((other.at - one.at).total_seconds(), 1.0)
    return metres(one, other) <= FASTEST * seconds + GAP_METRES / 3
