"""Leave: balances, who is away, lists."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.activities.models import FollowUp

from ..choices.attendance import WHOLE, AskState
from ..leave.counting import Span, days_of
from ..leave.words import told
from ..models import Leave, LeaveDay, LeaveGrant, LeaveType


@dataclass(frozen=True)
class Balance:
    """Of a person, a type and a year, in halves of days. `used` counts what is asked for too."""

    type: LeaveType
    granted: int = 0
    used: int = 0

    @property
    def is_limited(self) -> bool:
        return self.type.yearly_halves is not None

    @property
    def yearly(self) -> int:
        """What everybody has in the year and what was granted."""
        return (self.type.yearly_halves or 0) + self.granted

    @property
    def left(self) -> int:
        return self.yearly - self.used

    @property
    def days_left(self) -> float:
        return self.left / 2

    @property
    def days_used(self) -> float:
        return self.used / 2

    @property
    def days_yearly(self) -> float:
        return self.yearly / 2


def types(*, with_old: bool = False) -> list[LeaveType]:
    """In their order; those that can be asked for unless told."""
    rows = LeaveType.objects.order_by("position", "pk")
    return list(rows if with_old else rows.filter(is_active=True))


def balances(
    people: Sequence[Employee], year: int, *, kinds: Sequence[LeaveType]
) -> dict[int, list[Balance]]:
    """Of each person one for each type."""
    ids = [one.pk for one in people]
    used: dict[tuple[int, int], int] = defaultdict(int)
    days = LeaveDay.objects.filter(employee__in=ids, day__year=year).order_by()
    rows = days.values_list("employee", "leave__type").annotate(
        some=Count("pk"), whole=Count("pk", filter=Q(halves=WHOLE))
    )
    for person, kind, some, whole in rows:
        used[person, kind] = some + whole
    grants = LeaveGrant.objects.filter(employee__in=ids, year=year).order_by()
    sums = grants.values_list("employee", "type").annotate(total=Sum("halves"))
    granted = {(person, kind): total for person, kind, total in sums}
    return {
        pk: [Balance(one, granted.get((pk, one.pk), 0), used[pk, one.pk]) for one in kinds]
        for pk in ids
    }


def away(
    employee_ids: Collection[int] | None, start: date, end: date
) -> Iterable[tuple[int, date]]:
    """The whole days of approved leave of these people: for `accounts.away`."""
    rows = LeaveDay.objects.filter(
        day__range=(start, end), halves=WHOLE, leave__state=AskState.APPROVED
    )
    if employee_ids is not None:
        rows = rows.filter(employee__in=employee_ids)
    found: Iterable[tuple[int, date]] = rows.values_list("employee_id", "day")
    return found


def counted(kind: LeaveType, span: Span) -> dict[date, int]:
    """Which halves of which days a leave of a type takes, by the company's calendar."""
    if kind.counts_every_day:
        return days_of(span, counts=lambda _day: True)
    works = calendar(Company.objects.get(), span.start, span.end)
    return days_of(span, counts=works.is_workday)


def listed(
    reader: Employee, *, state: str = "", person: Employee | None = None
) -> "QuerySet[Leave]":
    """Those that the reader may see, the last ones first."""
    rows = Leave.objects.visible_to(reader).select_related("employee", "type", "cover")
    if state in AskState.values:
        rows = rows.filter(state=state)
    if person:
        rows = rows.filter(employee=person)
    return rows.order_by("-start", "-pk")


def people(reader: Employee) -> "QuerySet[Employee]":
    """Those within the reader's scope of leave who work here, by department."""
    within = reader.access.q("leave", owner="pk", department="department_id")
    rows: QuerySet[Employee] = Employee.objects.active().filter(within)
    return rows.select_related("department").order_by("department__path", "pk")


def plans_within(leave: Leave, reader: Employee) -> list[FollowUp]:
    """The open plans of the person on these days, as far as the reader sees them: to plan anew."""
    rows = FollowUp.objects.visible_to(reader).open().select_related("customer")
    days = (leave.start, leave.end)
    return list(rows.filter(employee=leave.employee_id, on__range=days).order_by("on", "pk"))


def lines(payload: Mapping[str, Any], _reader: Employee) -> Sequence[tuple[str, object]]:
    """What an approver reads."""
    row = Leave.objects.filter(pk=payload["leave"]).select_related("type", "cover").first()
    return told(row) if row else ()


def piece(person: Employee, now: datetime) -> Mapping[str, Any] | None:
    """What the phone keeps of leave; None for whom the role lets ask for nothing.

    {"types": [{"id", "name", "is_paid", "allows_halves", "counts_every_day", "is_limited",
    "days_left" (null where not limited)}], "covers": [{"id", "name"}] (colleagues of the
    department), "requests": [{"id", "client_id", "type", "start", "starts_at_noon", "end",
    "ends_at_noon", "days", "state", "state_label", "reason", "url"}] (the last 20)}

    Outbox kind "leave.request", values {"type_id", "start": "2026-03-02", "starts_at_noon": false,
    "end", "ends_at_noon": false, "reason", "cover_id": null}.
    """
    if not person.access.may("leave", "create"):
        return None
    year = Company.objects.get().today(now).year
    rows = Leave.objects.filter(employee=person).select_related("type").order_by("-start", "-pk")
    colleagues = Employee.objects.active().filter(department=person.department_id)
    return {
        "types": [
            {
                "id": one.type.pk,
                "name": one.type.name,
                "is_paid": one.type.is_paid,
                "allows_halves": one.type.allows_halves,
                "counts_every_day": one.type.counts_every_day,
                "is_limited": one.is_limited,
                "days_left": one.days_left if one.is_limited else None,
            }
            for one in balances([person], year, kinds=types())[person.pk]
        ],
        "covers": [
            {"id": one.pk, "name": one.name}
            for one in colleagues.exclude(pk=person.pk).order_by("pk")
        ],
        "requests": [
            {
                "id": row.pk,
                "client_id": str(row.client_id),
                "type": row.type.name,
                "start": row.start.isoformat(),
                "starts_at_noon": row.starts_at_noon,
                "end": row.end.isoformat(),
                "ends_at_noon": row.ends_at_noon,
                "days": row.days,
                "state": row.state,
                "state_label": str(row.get_state_display()),
                "reason": row.reason,
                "url": f"/field/leave/{row.pk}/",
            }
            for row in rows[:20]
        ],
    }
