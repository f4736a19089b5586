"""The same task for many customers, and taking it back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import BulkChange, Customer

from .. import postings
from ..models import Task
from ..queries import rights


def add(by: Actor, customers: Sequence[Customer], options: Mapping[str, Any]) -> int:
    """One task per customer with options title, due_on (ISO) and for_owner; a bulk action.

    Owners get theirs when the person oversees them; all others are the person's own.
    """
    by.employee.access.check("activities", "create")
    owners = Employee.objects.active().in_bulk({row.owner_id for row in customers if row.owner_id})
    tasks = []
    for row in customers:
        person = owners.get(row.owner_id or 0) if options["for_owner"] else None
        if person is None or not rights.oversees(by.employee, person.department_id):
            person = by.employee
        tasks.append(
            Task(
                title=options["title"],
                due_on=date.fromisoformat(options["due_on"]),
                customer=row,
                employee=person,
                department_id=person.department_id,
                created_by=by.employee,
                created_at=by.at,
            )
        )
    Task.objects.bulk_create(tasks, batch_size=500)
    _write_audit(by, tasks, "create")
    return len(tasks)


def undo(by: Actor, change: BulkChange) -> int:
    """Delete those of its tasks that nobody did or changed meanwhile."""
    tasks = list(
        Task.objects.open().filter(
            created_by=change.employee_id, created_at=change.at, customer__isnull=False, version=1
        )
    )
    for task in tasks:
        task.deleted_at, task.version = by.at, task.version + 1
    Task.objects.bulk_update(tasks, ["deleted_at", "version"], batch_size=500)
    _write_audit(by, tasks, "delete")
    return len(tasks)


def _write_audit(by: Actor, tasks: Sequence[Task], action: str) -> None:
    audit.write_many(
        audit.entry(
            by=by,
            action=action,
            kind=postings.TASK,
            record_id=task.pk,
            label=task.title,
            version=task.version,
        )
        for task in tasks
    )
