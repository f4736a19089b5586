"""A salesperson's day: whom to contact now, what is due, what takes place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from ..models import Event, FollowUp, Task

MOST = 30


@dataclass(frozen=True)
class Day:
    """The queue of one person on one day, the most overdue first."""

    overdue: Sequence[FollowUp]
    due: Sequence[FollowUp]
    tasks: Sequence[Task]
    events: Sequence[Event]
    today: date

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.due or self.tasks)


def of_person(person: Employee, *, today: date, zone: ZoneInfo) -> Day:
    """Planned contacts up to today, one a customer; open tasks up to today; today's events."""
    if not person.access.may("activities", "view"):
        return Day([], [], [], [], today)
    plans = _plans(person, today)
    tasks = Task.objects.open().of(person).filter(due_on__lte=today)
    tasks = tasks.select_related("customer", "employee", "created_by")
    starts, ends = Period(today, today).instants(zone)
    events = Event.objects.of(person).filter(
        deleted_at=None, starts_at__lt=ends, ends_at__gt=starts
    )
    return Day(
        overdue=[row for row in plans if row.on < today],
        due=[row for row in plans if row.on == today],
        tasks=list(tasks.order_by("due_on", "due_time", "pk")[:MOST]),
        events=list(events.select_related("customer").order_by("starts_at")[:MOST]),
        today=today,
    )


def _plans(person: Employee, today: date) -> list[FollowUp]:
    """The earliest plan of each customer: one record does all that are open with it."""
    rows = (
        FollowUp.objects.visible_to(person)
        .open()
        .filter(employee=person, on__lte=today)
        .select_related("customer__importance", "customer__stage")
        .order_by("on", "pk")[: MOST * 2]
    )
    first: dict[int, FollowUp] = {}
    for row in rows:
        first.setdefault(row.customer_id, row)
    return list(first.values())[:MOST]


def greeting_hour(now: datetime, zone: ZoneInfo) -> int:
    """The hour of the company's clock, for a fitting greeting."""
    return now.astimezone(zone).hour
