"""Tasks as their page shows them: overdue, today, coming, done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhuixiao.accounts.models import Employee

from ..models import Task, TaskQuerySet

DONE_DAYS = 14
MOST = 200


@dataclass(frozen=True)
class TaskBoard:
    """Open tasks by when they are due, and what was done lately."""

    overdue: Sequence[Task]
    today: Sequence[Task]
    coming: Sequence[Task]
    done: Sequence[Task]

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.today or self.coming or self.done)


def board(rows: TaskQuerySet, *, today: date) -> TaskBoard:
    """Sort the open ones by due day, and add those done within two weeks, newest first."""
    people = rows.select_related("customer", "employee", "created_by")
    pending = list(people.open().order_by("due_on", "due_time", "pk")[:MOST])
    done = people.filter(done_on__gte=today - timedelta(days=DONE_DAYS), deleted_at=None)
    return TaskBoard(
        overdue=[row for row in pending if row.due_on < today],
        today=[row for row in pending if row.due_on == today],
        coming=[row for row in pending if row.due_on > today],
        done=list(done.order_by("-done_at")[:MOST]),
    )


def mine(employee: Employee) -> TaskQuerySet:
    """The tasks that the person has to do."""
    return Task.objects.filter(employee=employee, deleted_at=None)


def given(employee: Employee) -> TaskQuerySet:
    """The tasks that the person gave to others."""
    return Task.objects.filter(created_by=employee, deleted_at=None).exclude(employee=employee)


def of_team(employee: Employee) -> TaskQuerySet:
    """The tasks of everybody whose work the person sees, without the own."""
    return Task.objects.visible_to(employee).exclude(employee=employee)
