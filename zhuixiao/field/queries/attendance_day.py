"""What is known of days of people: everything that their results are computed of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.kit.periods import Period, day_of

from ..attendance import signs
from ..attendance.result import Mark, Outcome, outcome
from ..attendance.signs import Seen
from ..attendance.terms import Terms
from ..choices.attendance import AskState
from ..models import (
    AttendanceCorrection,
    AttendanceGroup,
    Leave,
    LeaveDay,
    Punch,
)
from .attendance_agreed import Agreed

# A shift over midnight lasts into the next day.
_NIGHT = timedelta(days=1)


@dataclass(frozen=True)
class Computed:
    """The result of a day of a person, by which terms."""

    person: Employee
    day: date
    group: AttendanceGroup | None
    terms: Terms
    is_expected: bool
    outcome: Outcome

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell of it."""
        found = self.outcome
        return not (found.is_present or found.leave or found.is_absent or found.missed)


@dataclass
class _Known:
    marks: dict[tuple[int, date], list[Mark]] = field(default_factory=lambda: defaultdict(list))
    leave: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))


def compute(company: Company, agreed: Agreed, days: Sequence[date]) -> list[Computed]:
    """The results of these days of the people of `agreed`, as they stand at its `now`."""
    zone, today, now = agreed.zone, agreed.today, agreed.now
    period = Period(min(days), max(days))
    known = _known(agreed, period)
    works = calendar(company, period.start, period.end)
    found = []
    for person in agreed.people:
        came_on = day_of(person.created_at, zone)
        left_on = day_of(person.left_at, zone) - timedelta(1) if person.left_at else today
        for day in days:
            row, terms = agreed.kept(person, day), agreed.terms(person, day)
            is_expected = (
                row.is_expected
                if row
                else agreed.belonging.is_expected(person, day, came_on=came_on, left_on=left_on)
            )
            result = outcome(
                day,
                zone,
                terms,
                _counting(known.marks[person.pk, day], terms),
                is_workday=works.is_workday(day),
                leave=known.leave[person.pk, day],
                is_expected=is_expected,
                now=now,
            )
            group = agreed.group(person, day)
            found.append(Computed(person, day, group, terms, is_expected, result))
    return found


@dataclass(frozen=True)
class Told:
    """What a day is made of, for whoever opens it. `leaves` are rows of LeaveDay with `is_told`:
    whether the reader may know more of it than that the person is away."""

    punches: Sequence[Punch]
    seen: Sequence[Seen]
    corrections: Sequence[AttendanceCorrection]
    leaves: Sequence[LeaveDay]


def told(company: Company, person: Employee, day: date, *, reader: Employee, now: datetime) -> Told:
    """Every punch of the day, what others know of it, corrections, and leave as far as the reader
    may see it: of what he may not, that it was approved. The person needs `with_access`."""
    own = {"employee": person, "day": day}
    punches = Punch.objects.filter(**own).select_related("nearest").order_by("at", "pk")
    corrections = AttendanceCorrection.objects.filter(**own).select_related("request")
    asked = Leave.objects.visible_to(reader).filter(pk=OuterRef("leave"))
    leaves = LeaveDay.objects.filter(**own).annotate(is_told=Exists(asked))
    leaves = leaves.filter(Q(is_told=True) | Q(leave__state=AskState.APPROVED))
    return Told(
        list(punches),
        _seen(company, person, day, now),
        list(corrections.order_by("pk")),
        list(leaves.select_related("leave__type", "leave__cover")),
    )


def _seen(company: Company, person: Employee, day: date, now: datetime) -> list[Seen]:
    """What is known of the day, in a shift over midnight until its end."""
    since, until = Period(day, day).instants(company.zone)
    found = signs.seen([person.pk], since, until + _NIGHT)
    if not found:
        return []
    agreed = Agreed(company.zone, [person], day, day + _NIGHT, now=now)
    return [one for one in found if agreed.day_of(person, one.at) == day]


@dataclass(frozen=True)
class _Punched(Mark):
    is_outside: bool = False


def _known(agreed: Agreed, period: Period) -> _Known:
    known, days = _Known(), (period.start, period.end)
    people = {one.pk: one for one in agreed.people}
    punches = Punch.objects.filter(employee__in=people, day__range=days)
    for row in punches:
        mark = _Punched(row.at, row.is_in, row.is_outside, row.is_outside)
        known.marks[row.employee_id, row.day].append(mark)
    corrections = AttendanceCorrection.objects.filter(
        employee__in=people, day__range=days, state=AskState.APPROVED
    )
    for one in corrections:
        known.marks[one.employee_id, one.day].append(Mark(one.at, one.is_in))
    since, until = period.instants(agreed.zone)
    for seen in signs.seen(list(people), since, until + _NIGHT):
        if person := people.get(seen.employee_id):
            day = agreed.day_of(person, seen.at)
            known.marks[person.pk, day].append(Mark(seen.at, None, is_field=True))
    leaves = LeaveDay.objects.filter(
        employee__in=people, day__range=days, leave__state=AskState.APPROVED
    )
    for part in leaves:
        known.leave[part.employee_id, part.day] |= part.halves
    return known


def _counting(marks: Sequence[Mark], terms: Terms) -> list[Mark]:
    """Without punches outside of every place, where those do not count."""
    return [
        one
        for one in marks
        if terms.counts_outside or not (isinstance(one, _Punched) and one.is_outside)
    ]
