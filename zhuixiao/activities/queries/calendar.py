"""What stands in a person's calendar: events, tasks and planned contacts, day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind

from ..models import Event, FollowUp, Task

HALF_HOURS = 48
MOST_LANES = 6
# The grid shows these hours at least, more when something lies outside.
FIRST_HOUR, LAST_HOUR = 8, 19


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Kind(StrEnum):
    EVENT = "event"
    TASK = "task"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Item:
    """One thing on one day. `slot` and `slots` are half hours of the day, None without a time.

    `row` is the slot counted from the first hour that the grid shows; `lane` of `lanes` is its
    place beside others at the same time.
    """

    kind: Kind
    id: int
    title: str
    day: date
    at: datetime | None
    ends_at: datetime | None
    customer: str
    is_done: bool
    may_move: bool
    slot: int | None = None
    slots: int = 1
    row: int = 0
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True)
class Day:
    """A day of the grid; `is_outside` says that it belongs to the month before or after."""

    date: date
    is_today: bool
    is_outside: bool
    items: Sequence[Item]

    @property
    def timed(self) -> list[Item]:
        return [item for item in self.items if item.slot is not None]

    @property
    def untimed(self) -> list[Item]:
        return [item for item in self.items if item.slot is None]


@dataclass(frozen=True)
class Calendar:
    """The days to draw; `period` is the day, ISO week or month that was asked for."""

    span: Span
    period: Period
    days: Sequence[Day]
    first_hour: int = FIRST_HOUR
    last_hour: int = LAST_HOUR

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)

    @property
    def weeks(self) -> list[Sequence[Day]]:
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]


def calendar(
    employee: Employee, *, span: Span, day: date, today: date, zone: ZoneInfo, reader: Employee
) -> Calendar:
    """The calendar of `employee` as `reader` sees it; a month is filled up to whole weeks."""
    period = Period.of(PeriodKind(span), day)
    shown = period
    if span == Span.MONTH:
        shown = Period(
            Period.of(PeriodKind.WEEK, period.start).start,
            Period.of(PeriodKind.WEEK, period.end).end,
        )
    items = [
        *_events(employee, shown, zone, reader),
        *_tasks(employee, shown, zone, reader),
        *_follow_ups(employee, shown, reader),
    ]
    timed = [item for item in items if item.slot is not None]
    first = min([FIRST_HOUR, *((item.slot or 0) // 2 for item in timed)])
    last = max([LAST_HOUR, *(((item.slot or 0) + item.slots + 1) // 2 for item in timed)])
    by_day: dict[date, list[Item]] = {}
    for item in items:
        placed = item if item.slot is None else replace(item, row=item.slot - first * 2)
        by_day.setdefault(item.day, []).append(placed)
    days = [
        Day(
            date=each,
            is_today=each == today,
            is_outside=not period.start <= each <= period.end,
            items=_beside(by_day.get(each, [])),
        )
        for each in (shown.start + timedelta(days=n) for n in range(shown.days))
    ]
    return Calendar(span, period, days, first, last)


def _events(employee: Employee, shown: Period, zone: ZoneInfo, reader: Employee) -> Iterable[Item]:
    first, after = shown.instants(zone)
    rows = Event.objects.visible_to(reader).of(employee).select_related("customer")
    for row in rows.filter(starts_at__lt=after, ends_at__gte=first).distinct():
        start, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
        # An event that ends at midnight does not touch the day that begins then.
        last = (end - timedelta(microseconds=1)).date() if end > start else start.date()
        for day in _days(max(start.date(), shown.start), min(last, shown.end)):
            is_timed = not row.is_all_day and start.date() == last
            slot = start.hour * 2 + start.minute // 30 if is_timed else None
            minutes = (end - start).total_seconds() / 60
            yield Item(
                kind=Kind.EVENT,
                id=row.pk,
                title=row.title,
                day=day,
                at=None if row.is_all_day else row.starts_at,
                ends_at=None if row.is_all_day else row.ends_at,
                customer=row.customer.name if row.customer else "",
                is_done=False,
                may_move=row.owner_id == reader.pk,
                slot=slot,
                slots=_slots(slot, minutes),
            )


def _tasks(employee: Employee, shown: Period, zone: ZoneInfo, reader: Employee) -> Iterable[Item]:
    rows = Task.objects.visible_to(reader).of(employee).select_related("customer")
    for row in rows.filter(due_on__gte=shown.start, due_on__lte=shown.end):
        at = datetime.combine(row.due_on, row.due_time, zone) if row.due_time else None
        slot = row.due_time.hour * 2 + row.due_time.minute // 30 if row.due_time else None
        yield Item(
            kind=Kind.TASK,
            id=row.pk,
            title=row.title,
            day=row.due_on,
            at=at,
            ends_at=None,
            customer=row.customer.name if row.customer else "",
            is_done=row.is_done,
            may_move=not row.is_done and reader.pk in {row.employee_id, row.created_by_id},
            slot=slot,
        )


def _follow_ups(employee: Employee, shown: Period, reader: Employee) -> Iterable[Item]:
    rows = FollowUp.objects.visible_to(reader).open().select_related("customer")
    rows = rows.filter(employee=employee, on__gte=shown.start, on__lte=shown.end)
    for row in rows:
        yield Item(
            kind=Kind.FOLLOW_UP,
            id=row.pk,
            title=row.note or row.customer.name,
            day=row.on,
            at=None,
            ends_at=None,
            customer=row.customer.name,
            is_done=False,
            may_move=row.employee_id == reader.pk,
        )


def _slots(slot: int | None, minutes: float) -> int:
    """How many half hours an event is high; it stays within its day."""
    wanted = max(1, -int(-minutes // 30))
    return min(wanted, HALF_HOURS - (slot or 0))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _beside(items: list[Item]) -> list[Item]:
    """In the order of the day; timed items that overlap get lanes side by side."""
    order = sorted(items, key=lambda item: (item.at is not None, item.at or _NEVER, item.id))
    placed: list[Item] = []
    cluster: list[Item] = []
    ends: list[int] = []
    for item in order:
        if item.slot is None:
            placed.append(item)
            continue
        if cluster and item.slot >= max(ends):
            placed += _laned(cluster, len(ends))
            cluster, ends = [], []
        free = next((lane for lane, end in enumerate(ends) if end <= item.slot), len(ends))
        ends[free : free + 1] = [item.slot + item.slots]
        cluster.append(replace(item, lane=free))
    return placed + _laned(cluster, len(ends))


def _laned(cluster: list[Item], lanes: int) -> list[Item]:
    return [
        replace(item, lane=item.lane % MOST_LANES, lanes=min(lanes, MOST_LANES)) for item in cluster
    ]


_NEVER = datetime.combine(date(1970, 1, 1), time(0), ZoneInfo("UTC"))
