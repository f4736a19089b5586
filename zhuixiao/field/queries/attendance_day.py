"""What is known of days of people: everything that their results are computed of."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.kit.periods import Period, day_of

from .. import attendance_sources
from ..attendance_choices import AskState
from ..attendance_result import Mark, Outcome, outcome
from ..attendance_sources import Seen
from ..attendance_terms import Terms
from ..models import (
    AttendanceCorrection,
    AttendanceDay,
    AttendanceGroup,
    LeaveDay,
    Punch,
)
from .attendance_groups import Belonging


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


def compute(people: Sequence[Employee], days: Sequence[date], *, now: datetime) -> list[Computed]:
    """The results of these days of these people, as they stand. A day before today keeps the terms
    by which it was first computed. People need `with_access`."""
    company = Company.objects.get()
    period = Period(min(days), max(days))
    ids = [one.pk for one in people]
    known = _known(company, ids, period)
    works = calendar(company, period.start, period.end)
    belonging, today = Belonging(), company.today(now)
    held = {
        (row.employee_id, row.day): row
        for row in AttendanceDay.objects.filter(
            employee__in=ids, day__range=(period.start, period.end)
        ).select_related("group")
    }
    found = []
    for person in people:
        came_on = day_of(person.created_at, company.zone)
        left_on = day_of(person.left_at, company.zone) - timedelta(1) if person.left_at else today
        for day in days:
            row = held.get((person.pk, day))
            is_kept = row is not None and day < today
            group = row.group if row and is_kept else belonging.of(person)
            terms = row.terms if row and is_kept else belonging.terms(person)
            is_expected = (
                row.is_expected
                if row and is_kept
                else belonging.is_expected(person, day, came_on=came_on, left_on=left_on)
            )
            result = outcome(
                day,
                company.zone,
                terms,
                _counting(known.marks[person.pk, day], terms),
                is_workday=works.is_workday(day),
                leave=known.leave[person.pk, day],
                is_expected=is_expected,
                now=now,
            )
            found.append(Computed(person, day, group, terms, is_expected, result))
    return found


@dataclass(frozen=True)
class Told:
    """What a day is made of, for whoever opens it."""

    punches: Sequence[Punch]
    seen: Sequence[Seen]
    corrections: Sequence[AttendanceCorrection]
    leaves: Sequence[LeaveDay]


def told(employee_id: int, day: date, company: Company) -> Told:
    """Every punch of the day, what others know of it, corrections and leave."""
    since, until = Period(day, day).instants(company.zone)
    own = {"employee": employee_id, "day": day}
    punches = Punch.objects.filter(**own).select_related("nearest").order_by("at", "pk")
    corrections = AttendanceCorrection.objects.filter(**own).select_related("request")
    leaves = LeaveDay.objects.filter(**own).select_related("leave__type", "leave__cover")
    return Told(
        list(punches),
        attendance_sources.seen([employee_id], since, until),
        list(corrections.order_by("pk")),
        list(leaves),
    )


@dataclass(frozen=True)
class _Punched(Mark):
    is_outside: bool = False


def _known(company: Company, ids: Collection[int], period: Period) -> _Known:
    known, days = _Known(), (period.start, period.end)
    punches = Punch.objects.filter(employee__in=ids, day__range=days)
    for row in punches:
        mark = _Punched(row.at, row.is_in, row.is_outside, row.is_outside)
        known.marks[row.employee_id, row.day].append(mark)
    corrections = AttendanceCorrection.objects.filter(
        employee__in=ids, day__range=days, state=AskState.APPROVED
    )
    for one in corrections:
        known.marks[one.employee_id, one.day].append(Mark(one.at, one.is_in))
    for seen in attendance_sources.seen(ids, *period.instants(company.zone)):
        day = day_of(seen.at, company.zone)
        known.marks[seen.employee_id, day].append(Mark(seen.at, None, is_field=True))
    leaves = LeaveDay.objects.filter(
        employee__in=ids, day__range=days, leave__state=AskState.APPROVED
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
