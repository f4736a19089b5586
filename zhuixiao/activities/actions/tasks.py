"""Tasks: given, changed, done, taken back."""

from collections.abc import Collection
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor, Changes
from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.ledger.actions import post
from zhuixiao.notices.actions import notify

from .. import postings
from ..choices import Repeat
from ..models import Task
from ..queries import rights
from ..repeating import next_due
from .conflicts import kept_of_theirs
from .reminding import task_moment
from .task_values import NewTask, checked

__all__ = [
    "NewTask",
    "add",
    "complete",
    "delete",
    "edit",
    "move",
    "reopen",
    "restore",
]


@transaction.atomic
def add(*, by: Actor, new: NewTask) -> Task:
    """A new task, for oneself or for somebody within one's scope. Raises NotAllowed, Invalid."""
    by.employee.access.check("activities", "create")
    task = Task(created_by=by.employee, created_at=by.at)
    _set(by, task, checked(by, new, None))
    task.save(force_insert=True)
    _write_audit(by, task, "create")
    _tell_new_person(by, task)
    return task


@transaction.atomic
def edit(
    *,
    by: Actor,
    task: Task,
    new: NewTask,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Task:
    """Change a task that is not done. `version` is the one that the person saw; mine wins in the
    fields that `keep_mine` names.

    Raises NotAllowed, Invalid, Conflict.
    """
    locked = _locked(by, task, "edit")
    if locked.is_done:
        raise Invalid({"title": _("This task is done. Open it again first.")})
    values = checked(by, new, locked)
    for name in kept_of_theirs(
        kind=postings.TASK,
        record_id=locked.pk,
        mine=values,
        seen=version,
        now=locked.version,
        record=locked,
        keep_mine=keep_mine,
    ):
        del values[name]
    changes = audit.differences(locked, values)
    if changes:
        _set(by, locked, values)
        locked.version += 1
        locked.save()
        _write_audit(by, locked, "edit", changes)
        if "employee_id" in changes:
            _tell_new_person(by, locked)
    return locked


@transaction.atomic
def move(*, by: Actor, task: Task, due_on: date, due_time: time | None) -> Task:
    """Let a task be due at another time. Raises NotAllowed, Invalid."""
    new = NewTask(
        title=task.title,
        due_on=due_on,
        due_time=due_time,
        note=task.note,
        customer_id=task.customer_id,
        employee_id=task.employee_id,
        repeat=task.repeat,
        remind_minutes_before=task.remind_minutes_before,
    )
    return edit(by=by, task=task, new=new)


@transaction.atomic
def complete(*, by: Actor, task: Task) -> Task | None:
    """Mark a task done, by whoever it is given to or oversees it; returns the next of a series.

    A task that is done already stays as it is.
    """
    locked = _locked(by, task, "edit")
    if locked.is_done:
        return None
    locked.done_at, locked.done_on, locked.done_by = by.at, by.today, by.employee
    _save_state(by, locked, "complete")
    if locked.repeat == Repeat.NONE:
        return None
    return _next(by, locked)


@transaction.atomic
def reopen(*, by: Actor, task: Task) -> Task:
    """Undo `complete`: the task is open again, its untouched successor goes."""
    locked = _locked(by, task, "edit")
    if not locked.is_done:
        return locked
    locked.done_at = locked.done_on = locked.done_by = None
    _save_state(by, locked, "reopen")
    Task.objects.filter(previous=locked, done_at=None, version=1).delete()
    return locked


@transaction.atomic
def delete(*, by: Actor, task: Task) -> None:
    """Take a task away. Raises NotAllowed."""
    locked = _locked(by, task, "edit")
    locked.deleted_at = by.at
    _save_state(by, locked, "delete")


@transaction.atomic
def restore(*, by: Actor, task: Task) -> None:
    """Undo `delete`."""
    locked = _locked(by, task, "edit")
    locked.deleted_at = None
    _save_state(by, locked, "restore")


def _locked(by: Actor, task: Task, action: str) -> Task:
    row = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    by.employee.access.check("activities", action)
    is_theirs = by.employee.pk in {row.employee_id, row.created_by_id}
    if not is_theirs and not rights.oversees(by.employee, row.department_id):
        raise NotAllowed
    return row


def _set(by: Actor, task: Task, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(task, name, value)
    task.department_id = task.employee.department_id
    task.repeat_day = task.due_on.day if task.repeat == Repeat.MONTHLY else 0
    task.remind_at = task_moment(
        due_on=task.due_on,
        due_time=task.due_time,
        minutes=task.remind_minutes_before,
        zone=by.zone,
        now=by.at,
    )
    task.reminded_at = None


def _next(by: Actor, task: Task) -> Task:
    days = calendar(Company.objects.get(), by.today, max(by.today, task.due_on))
    due_on = next_due(
        task.due_on,
        Repeat(task.repeat),
        after=by.today,
        month_day=task.repeat_day,
        is_workday=days.is_workday,
    )
    following = Task(
        title=task.title,
        note=task.note,
        customer_id=task.customer_id,
        employee_id=task.employee_id,
        department_id=task.department_id,
        due_on=due_on,
        due_time=task.due_time,
        repeat=task.repeat,
        repeat_day=task.repeat_day,
        previous=task,
        remind_minutes_before=task.remind_minutes_before,
        remind_at=task_moment(
            due_on=due_on,
            due_time=task.due_time,
            minutes=task.remind_minutes_before,
            zone=by.zone,
            now=by.at,
        ),
        created_by_id=task.created_by_id,
        created_at=by.at,
    )
    following.save(force_insert=True)
    _write_audit(by, following, "create")
    return following


def _save_state(by: Actor, task: Task, action: str) -> None:
    task.version += 1
    task.save()
    post(fact=postings.task_fact(task), postings=postings.of_task(task))
    _write_audit(by, task, action)


def _write_audit(by: Actor, task: Task, action: str, changes: Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.TASK,
        record_id=task.pk,
        label=task.title,
        changes=changes,
        version=task.version,
    )


def _tell_new_person(by: Actor, task: Task) -> None:
    if task.employee_id != by.employee.pk:
        notify(
            to=[task.employee_id],
            kind="activities.task",
            text=gettext_noop("%(name)s gave you a task: %(title)s"),
            params={"name": by.employee.name, "title": task.title},
            at=by.at,
            url="/tasks/",
            customer_id=task.customer_id or 0,
            by_id=by.employee.pk,
        )
