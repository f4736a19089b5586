"""Types of leave, and the days that people are given beside them."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import Conflict, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean

from ..models import LeaveGrant, LeaveType

TYPE = "leave_type"
GRANT = "leave_grant"
# A year has no more halves.
MOST_HALVES = 732


def on_setup(_by: Actor) -> None:
    """The usual types of Chinese companies; 年假 of five days is the law's for one to ten years."""
    usual: tuple[tuple[str, bool, int | None, bool], ...] = (
        (_("Annual leave"), True, 10, False),
        (_("Personal leave"), False, None, False),
        (_("Sick leave"), True, None, False),
        (_("Maternity leave"), True, None, True),
        (_("Time off in lieu"), True, 0, False),
        (_("Marriage leave"), True, 6, False),
        (_("Bereavement leave"), True, 6, False),
        (_("Other leave"), False, None, False),
    )
    LeaveType.objects.bulk_create(
        LeaveType(
            name=name,
            is_paid=is_paid,
            yearly_halves=halves,
            counts_every_day=counts_every_day,
            position=position,
        )
        for position, (name, is_paid, halves, counts_every_day) in enumerate(usual)
    )


@transaction.atomic
def save(
    *,
    by: Actor,
    kind: LeaveType | None,
    name: str,
    is_paid: bool,
    yearly_halves: int | None,
    allows_halves: bool,
    counts_every_day: bool,
    is_active: bool,
    version: int | None = None,
) -> LeaveType:
    """Make a type, or change one; leave that was counted stays as it is. Raises NotAllowed,
    RuleError, Conflict."""
    by.employee.access.check("leave", "manage")
    row = kind or LeaveType(position=LeaveType.objects.count())
    if kind is not None:
        row = LeaveType.objects.select_for_update().get(pk=kind.pk)
        if version is not None and version != row.version:
            raise Conflict({}, version=row.version)
    values = {
        "name": clean(name),
        "is_paid": is_paid,
        "yearly_halves": yearly_halves,
        "allows_halves": allows_halves,
        "counts_every_day": counts_every_day,
        "is_active": is_active,
    }
    if not values["name"]:
        raise RuleError(_("A name is needed."), field="name")
    if LeaveType.objects.filter(name=values["name"]).exclude(pk=row.pk).exists():
        raise RuleError(_("Another type has this name."), field="name")
    if yearly_halves is not None and not 0 <= yearly_halves <= MOST_HALVES:
        raise RuleError(_("A year has no more days."), field="yearly_days")
    changes = audit.differences(row, values)
    for key, value in values.items():
        setattr(row, key, value)
    if kind:
        row.version += 1
    row.save()
    if changes:
        _log(by, "edit" if kind else "create", row, changes)
    return row


@transaction.atomic
def grant(
    *, by: Actor, employee: Employee, kind: LeaveType, year: int, halves: int, note: str
) -> LeaveGrant:
    """Give somebody days of a year, or take some (less than nothing). Raises NotAllowed,
    RuleError."""
    access = by.employee.access
    access.check("leave", "manage")
    if not access.holds("leave", owner_id=employee.pk, department_id=employee.department_id):
        raise NotAllowed
    if kind.yearly_halves is None:
        raise RuleError(_("Days of this type are not limited."), field="type")
    if not halves or abs(halves) > MOST_HALVES:
        raise RuleError(_("Write how many days, also half ones: 1.5 or -1."), field="days")
    if not clean(note):
        raise RuleError(_("Say why."), field="note")
    row = LeaveGrant.objects.create(
        employee=employee,
        type=kind,
        year=year,
        halves=halves,
        note=clean(note)[:200],
        by=by.employee,
        at=by.at,
    )
    audit.write(
        by=by,
        action="create",
        kind=GRANT,
        record_id=row.pk,
        label=employee.name,
        changes={
            "type_id": (None, kind.pk),
            "year": (None, year),
            "halves": (None, halves),
            "note": ("", row.note),
        },
    )
    return row


def _log(by: Actor, action: str, row: LeaveType, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind=TYPE,
        record_id=row.pk,
        label=row.name,
        changes=changes,
        version=row.version,
    )
