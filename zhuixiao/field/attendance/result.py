"""What a day of a person came to: computed of punches, shift, calendar, leave and visits.

Everything here is a value; nothing is read or written. Minutes are those of the company's day,
above 1440 on the next one, and whole: who comes at 09:00:59 comes at 09:00.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..choices.attendance import AFTERNOON, MORNING, WHOLE, DayState
from .terms import DAY, Pair, Terms, minute_of


@dataclass(frozen=True)
class Mark:
    """Somebody was at work at an instant. `is_in` says whether he came or left; None: he was there,
    at a customer. `is_field`: not at a place of the company."""

    at: datetime
    is_in: bool | None
    is_field: bool = False


@dataclass(frozen=True)
class Slot:
    """A pair of the shift as it was kept; minutes of the day, None where there is no punch."""

    begins: int
    ends: int
    came: int | None = None
    left: int | None = None
    late: int = 0
    early: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Outcome:
    """`late`, `early` and `missed` are numbers of times, the others ending in minutes minutes.

    `leave` are the halves of the day (bits) on which the person is on leave.
    """

    is_workday: bool
    leave: int = 0
    slots: tuple[Slot, ...] = field(default=())
    came: int | None = None
    left: int | None = None
    late: int = 0
    late_minutes: int = 0
    early: int = 0
    early_minutes: int = 0
    missed: int = 0
    minutes: int = 0
    is_present: bool = False
    is_field: bool = False
    is_absent: bool = False
    is_over: bool = True


def outcome(
    day: date,
    zone: ZoneInfo,
    terms: Terms,
    marks: Sequence[Mark],
    *,
    is_workday: bool,
    leave: int = 0,
    is_expected: bool = True,
    now: datetime,
) -> Outcome:
    """The result of a day as it stands at an instant; marks of the next day are those of a shift
    over midnight.

    Of somebody who is not expected nothing is missing unless he punched that day.
    """
    clock = minute_of(day, now, zone)
    minutes = [(minute_of(day, mark.at, zone), mark) for mark in marks]
    of_day = [(minute, mark) for minute, mark in minutes if 0 <= minute <= terms.reach]
    seen = sorted(of_day, key=lambda pair: pair[0])
    wanted = _wanted(terms, leave) if is_workday else []
    counted = [
        (minute, mark)
        for minute, mark in seen
        if not is_workday or any(one.earliest <= minute <= one.latest for one in terms.pairs)
    ]
    asks = is_expected or bool(counted)
    slots = tuple(_slot(one, terms, counted, clock, asks=asks) for one in wanted)
    is_past = all(clock > one.latest for one in wanted)
    is_absent = bool(wanted) and not counted and is_expected and is_past
    is_kept = all(one.came is not None and one.left is not None for one in slots)
    first, last = (counted[0][0], counted[-1][0]) if counted else (0, 0)
    return Outcome(
        is_workday=is_workday,
        leave=leave if is_workday else 0,
        slots=slots,
        came=first if counted else None,
        left=last if last > first else None,
        late=sum(1 for one in slots if one.late),
        late_minutes=sum(one.late for one in slots),
        early=sum(1 for one in slots if one.early),
        early_minutes=sum(one.early for one in slots),
        missed=0 if is_absent else sum(one.missed for one in slots),
        minutes=_worked(slots, counted, terms),
        is_present=bool(counted),
        is_field=any(mark.is_field for _minute_of, mark in counted),
        is_absent=is_absent,
        is_over=is_past or is_kept,
    )


def state(result: Outcome) -> DayState:
    """In one word, the worst first."""
    found = (
        (not result.is_workday, DayState.REST),
        (result.is_absent, DayState.ABSENT),
        (result.leave == WHOLE, DayState.LEAVE),
        (result.missed, DayState.MISSED),
        (result.late, DayState.LATE),
        (result.early, DayState.EARLY),
        (not result.is_over or not (result.is_present or result.leave), DayState.OPEN),
        (result.is_field, DayState.FIELD),
    )
    return next((word for holds, word in found if holds), DayState.NORMAL)


def _wanted(terms: Terms, leave: int) -> list[Pair]:
    """The pairs without what the person is on leave."""
    first_until, second_since = terms.halves
    since = second_since if leave & MORNING else 0
    until = first_until if leave & AFTERNOON else 2 * DAY
    cut = [
        Pair(max(one.begins, since), min(one.ends, until), one.earliest, one.latest)
        for one in terms.pairs
    ]
    return [] if leave == WHOLE else [one for one in cut if one.begins < one.ends]


def _slot(
    pair: Pair, terms: Terms, marks: Sequence[tuple[int, Mark]], clock: int, *, asks: bool
) -> Slot:
    """One pair: the first sign-in and the last sign-out within it. Who was at a customer has come,
    and after the end of work has left."""
    within = [(at, mark) for at, mark in marks if pair.earliest <= at <= pair.latest]
    ins = [at for at, mark in within if mark.is_in is not False]
    outs = [at for at, mark in within if mark.is_in is False]
    outs += [at for at, mark in within if mark.is_in is None and at >= pair.ends]
    came, left = min(ins, default=None), max(outs, default=None)
    if came is not None and left is not None and left < came:
        left = None
    late = 0 if came is None or came <= pair.begins + terms.grace else came - pair.begins
    early = 0 if left is None or left >= pair.ends - terms.grace else pair.ends - left
    missed = 0
    if asks:
        missed += came is None and clock > pair.ends
        missed += left is None and clock > pair.latest
    return Slot(pair.begins, pair.ends, came, left, late, early, int(missed))


def _worked(slots: Sequence[Slot], marks: Sequence[tuple[int, Mark]], terms: Terms) -> int:
    """Minutes between coming and leaving without the break; without a shift, from the first punch
    to the last."""
    spans = [(one.came, one.left) for one in slots]
    if not slots and len(marks) > 1:
        spans = [(marks[0][0], marks[-1][0])]
    total = 0
    for came, left in spans:
        if came is not None and left is not None:
            rest = max(0, min(left, terms.pause[1]) - max(came, terms.pause[0]))
            total += left - came - rest
    return total
