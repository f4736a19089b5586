"""The open tasks and coming events of a leaver go to others."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee

from ..models import Event, Task


def count_tasks(person: Employee, _now: datetime) -> int:
    """Open tasks that are the person's to do, with and without a customer."""
    return Task.objects.open().of(person).count()


def hand_over_tasks(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """What did not go along with its customer, one after the other to each."""
    rows = list(Task.objects.open().of(leaver).order_by("due_on", "pk"))
    for place, row in enumerate(rows):
        person = receivers[place % len(receivers)]
        row.employee, row.department_id = person, person.department_id
        row.version += 1
    Task.objects.bulk_update(rows, ["employee", "department_id", "version"], batch_size=500)
    return len(rows)


def count_events(person: Employee, now: datetime) -> int:
    """Events of the person that are still to come."""
    return _coming(person, now).count()


def hand_over_events(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """The first receiver takes them over."""
    rows = list(_coming(leaver, by.at))
    for row in rows:
        row.owner, row.department_id = receivers[0], receivers[0].department_id
        row.version += 1
    Event.objects.bulk_update(rows, ["owner", "department_id", "version"], batch_size=500)
    return len(rows)


def _coming(person: Employee, now: datetime) -> QuerySet[Event]:
    return Event.objects.filter(owner=person, deleted_at=None, ends_at__gt=now)
