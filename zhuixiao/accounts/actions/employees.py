"""Hiring, changing, deactivating and reactivating people."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

from .. import audit, conflicts, names
from ..audit import Actor
from ..models import Department, Employee, Role
from ..passwords import check_password_rules
from .invitations import accept_invitation, invite
from .ranks import check_boss_remains, check_may_grant, check_may_manage, check_stays_managed

__all__ = [
    "accept_invitation",
    "change",
    "deactivate",
    "end_every_access",
    "hire",
    "invite",
    "reactivate",
]


def hire(
    *,
    by: Actor,
    name: str,
    username: str,
    department: Department,
    role: Role,
    phone: str = "",
    email: str = "",
    title: str = "",
    password: str | None = None,
) -> Employee:
    """Add a person; without a password nobody can log in until an invitation is accepted.

    Raises NotAllowed for a role above the actor's own, RuleError at the field for a taken log-in
    name, phone or mail address.
    """
    check_may_grant(by, role)
    employee = Employee(
        name=_full_name(name),
        username=names.username(username),
        phone=names.phone(phone),
        email=names.email(email),
        title=title.strip(),
        department=_open(department),
        role=role,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    if password is None:
        employee.set_unusable_password()
    else:
        check_password_rules(password, employee)
        employee.set_password(password)
    with transaction.atomic():
        _save(employee)
        _write(by, "hire", employee, audit.differences(Employee(), _facts(employee)))
    return employee


def change(*, by: Actor, employee: Employee, version: int, **values: Any) -> Employee:
    """Change name, username, phone, email, title, department or role.

    `version` is the one that the person saw; Conflict when somebody else changed the same fields
    since. Nobody changes his own role.
    """
    with transaction.atomic():
        employee = (
            Employee.objects.with_access().select_for_update(of=("self",)).get(pk=employee.pk)
        )
        check_may_manage(by, employee)
        mine = conflicts.own_changes(
            kind="employee",
            record_id=employee.pk,
            values=_cleaned(values),
            seen=version,
            now=employee.version,
        )
        changes = audit.differences(employee, mine)
        if not changes:
            return employee
        if "department" in changes:
            _open(changes["department"][1])
        if "role" in changes:
            check_may_grant(by, changes["role"][1])
            if employee == by.employee:
                raise RuleError(_("You cannot change your own role."), field="role")
            check_boss_remains(employee)
        for field, (_old, new) in changes.items():
            setattr(employee, field, new)
        employee.version += 1
        _save(employee)
        _write(by, "change", employee, changes)
        if "department" in changes and employee.role.key == "boss":
            check_stays_managed()
    return employee


def deactivate(*, by: Actor, employee: Employee) -> Employee:
    """A person leaves: sessions, tokens, invitations, password and second factor end at once."""
    with transaction.atomic():
        employee = (
            Employee.objects.with_access().select_for_update(of=("self",)).get(pk=employee.pk)
        )
        check_may_manage(by, employee)
        if employee == by.employee:
            raise RuleError(_("You cannot deactivate yourself."))
        if not employee.is_active:
            return employee
        check_boss_remains(employee)
        employee.is_active = False
        employee.left_at = by.at
        employee.version += 1
        employee.set_unusable_password()
        end_every_access(employee, at=by.at)
        employee.save()
        Department.objects.filter(head=employee).update(head=None)
        _write(by, "deactivate", employee, {"is_active": (True, False)})
    return employee


def reactivate(*, by: Actor, employee: Employee) -> Employee:
    """A person is back; an invitation is needed to set a new password."""
    with transaction.atomic():
        employee = (
            Employee.objects.with_access().select_for_update(of=("self",)).get(pk=employee.pk)
        )
        check_may_manage(by, employee)
        if employee.is_active:
            return employee
        _open(employee.department)
        employee.is_active = True
        employee.left_at = None
        employee.version += 1
        employee.save()
        _write(by, "reactivate", employee, {"is_active": (False, True)})
    return employee


def end_every_access(employee: Employee, *, at: datetime) -> None:
    """Delete whatever lets the person in besides the password; the caller saves the employee."""
    employee.sessions.all().delete()
    employee.tokens.filter(revoked_at=None).update(revoked_at=at)
    employee.invitations.all().delete()
    employee.recovery_codes.all().delete()
    employee.totp_secret = ""


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The given fields as they are kept; an unknown one is a programming error."""
    clean: dict[str, Callable[[Any], Any]] = {
        "name": _full_name,
        "username": names.username,
        "phone": names.phone,
        "email": names.email,
        "title": str.strip,
        "department": lambda department: department,
        "role": lambda role: role,
    }
    return {field: clean[field](value) for field, value in values.items()}


def _full_name(text: str) -> str:
    name = text.strip()
    if not name:
        raise RuleError(_("A name is needed."), field="name")
    return name


def _open(department: Department) -> Department:
    if department.closed_at:
        raise RuleError(_("This department is closed."), field="department")
    return department


def _save(employee: Employee) -> None:
    """Save, or say which of the unique fields is taken; the database decides, so no race."""
    try:
        with transaction.atomic():
            employee.save()
    except IntegrityError as error:
        others = Employee.objects.exclude(pk=employee.pk)
        for field in ("username", "phone", "email"):
            value = getattr(employee, field)
            if value is not None and others.filter(Q(**{field: value})).exists():
                raise RuleError(_("Somebody else has this already."), field=field) from error
        raise


def _facts(employee: Employee) -> dict[str, Any]:
    fields = ("name", "username", "phone", "email", "title")
    return {field: getattr(employee, field) for field in fields} | {
        "department_id": employee.department_id,
        "role_id": employee.role_id,
    }


def _write(by: Actor, action: str, employee: Employee, changes: dict[str, tuple[Any, Any]]) -> None:
    audit.write(
        by=by,
        action=action,
        kind="employee",
        record_id=employee.pk,
        label=employee.name,
        changes=changes,
        version=employee.version,
    )
