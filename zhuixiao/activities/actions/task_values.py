"""Checking what people type into a task."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.text.normal import clean

from ..choices import Repeat
from ..models import Task
from ..queries import rights
from .faults import Faults

TITLE_LENGTH = 120
NOTE_LENGTH = 5_000
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class NewTask:
    """A task as it is typed; nobody in `employee_id` means oneself."""

    title: str
    due_on: date
    due_time: time | None = None
    note: str = ""
    customer_id: int | None = None
    employee_id: int | None = None
    repeat: str = Repeat.NONE
    remind_minutes_before: int | None = None


def checked(by: Actor, new: NewTask, before: Task | None) -> dict[str, Any]:
    """Values by column. Raises Invalid with a message per field."""
    faults = Faults()
    title, note = " ".join(clean(new.title).split()), clean(new.note, multiline=True)
    if not title:
        faults.add("title", _("Say in a few words what is to be done."))
    faults.too_long([("title", title, TITLE_LENGTH), ("note", note, NOTE_LENGTH)])
    if not EARLIEST <= new.due_on <= LATEST:
        faults.add("due_on", _("Choose another day."))
    if new.repeat not in Repeat:
        faults.add("repeat", _("Choose one of the list."))
    faults.reminder(new.remind_minutes_before)
    faults.customer(by, new.customer_id, held=before.customer_id if before else None)
    employee_id = new.employee_id or (before.employee_id if before else by.employee.pk)
    if not _may_give_to(by, employee_id, before):
        faults.add("employee", _("Choose yourself or somebody whose work you oversee."))
    faults.refuse()
    return {
        "title": title,
        "note": note,
        "due_on": new.due_on,
        "due_time": new.due_time,
        "customer_id": new.customer_id,
        "employee_id": employee_id,
        "repeat": str(new.repeat),
        "remind_minutes_before": new.remind_minutes_before,
    }


def _may_give_to(by: Actor, employee_id: int, before: Task | None) -> bool:
    if employee_id == by.employee.pk or (before and before.employee_id == employee_id):
        return True
    person = Employee.objects.active().known_to(by.employee).filter(pk=employee_id).first()
    return person is not None and rights.oversees(by.employee, person.department_id)
