"""Reminders: when one is due, and telling each once."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.notices.actions import notify

from ..models import Event, Task

# A task without a time is due when the working day begins.
MORNING = time(9)
_BATCH = 500


def task_moment(
    *, due_on: date, due_time: time | None, minutes: int | None, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """When a task reminds; None without a reminder or when that moment is over."""
    due = datetime.combine(due_on, due_time or MORNING, zone)
    return moment(due, minutes, now)


def moment(at: datetime, minutes: int | None, now: datetime) -> datetime | None:
    """`minutes` before `at`; None without a reminder or when that moment is over."""
    if minutes is None:
        return None
    remind_at = at - timedelta(minutes=minutes)
    return remind_at if remind_at > now else None


@transaction.atomic
def remind_due(now: datetime) -> int:
    """Tell what is due and was not told; each reminder is told once. Returns how many."""
    tasks = list(
        Task.objects.open()
        .filter(remind_at__lte=now, reminded_at=None)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("remind_at")[:_BATCH]
    )
    for task in tasks:
        _tell([task.employee_id], gettext_noop("Due: %(title)s"), task, "/tasks/", now)
    events = list(
        Event.objects.filter(remind_at__lte=now, reminded_at=None, deleted_at=None)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("remind_at")[:_BATCH]
    )
    for event in events:
        people = {event.owner_id, *event.participants.values_list("pk", flat=True)}
        _tell(people, gettext_noop("Soon: %(title)s"), event, f"/events/{event.pk}/", now)
    Task.objects.filter(pk__in=[row.pk for row in tasks]).update(reminded_at=now)
    Event.objects.filter(pk__in=[row.pk for row in events]).update(reminded_at=now)
    return len(tasks) + len(events)


def _tell(people: Iterable[int], text: str, row: Task | Event, url: str, now: datetime) -> None:
    notify(
        to=people,
        kind="activities.reminder",
        text=text,
        params={"title": row.title},
        at=now,
        url=url,
        customer_id=row.customer_id or 0,
    )
