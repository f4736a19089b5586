"""The words of the audit log for the organisation's own records."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from . import labels, permissions
from .choices import DataScope, DepartmentKind, FieldAccess
from .models import Department, Employee, Role


def register_words() -> None:
    """Called once, in AppConfig.ready()."""
    department = {"department": department_name, "department_id": department_name}
    role = {"role": role_name, "role_id": role_name}
    labels.register(
        "employee",
        {
            "name": _("Full name"),
            "username": _("Log-in name"),
            "phone": _("Phone"),
            "email": _("Mail address"),
            "title": _("Job title"),
            "department": _("Department"),
            "department_id": _("Department"),
            "role": _("Role"),
            "role_id": _("Role"),
            "is_active": _("Works here"),
            "device": _("Device"),
            "sessions": _("Devices"),
            "customers": _("Customers"),
            "tasks": _("Tasks"),
            "events": _("Events"),
            "groups": _("Groups"),
            "departments": _("Departments"),
            "views": _("Shared views"),
        },
        label=_("Employee"),
        value_names={**department, **role, "is_active": yes_or_no},
        actions={
            "hire": _("Hired"),
            "invite": _("Made a link"),
            "accept_invitation": _("Set a password by a link"),
            "set_password": _("Changed the password"),
            "hand_over": _("Handed over"),
            "deactivate": _("Deactivated"),
            "reactivate": _("Reactivated"),
            "log_in": _("Logged in"),
            "end_session": _("Logged a device out"),
            "end_sessions": _("Logged out everywhere"),
            "enrol_second_factor": _("Second factor on"),
            "remove_second_factor": _("Second factor off"),
        },
    )
    labels.register(
        "department",
        {
            "name": _("Name"),
            "kind": _("Kind"),
            "parent": _("Belongs to"),
            "head": _("Head"),
        },
        label=_("Department"),
        value_names={
            "parent": department_name,
            "head": employee_name,
            "kind": lambda value: DepartmentKind(value).label,
        },
    )
    labels.register(
        "special_day",
        {"is_workday": _("Workday"), "name": _("Name"), "days": _("Days")},
        label=_("Special day"),
        value_names={"is_workday": yes_or_no},
        actions={"fill": _("Entered the legal holidays")},
    )
    labels.register(
        "company",
        {
            "name": _("Company name"),
            "time_zone": _("Time zone"),
            "currency": _("Currency"),
            "workdays": _("Workdays"),
        },
        label=_("Company"),
        actions={"set_up": _("Set up")},
    )
    labels.register(
        "letterhead",
        {
            "name": _("Legal name"),
            "tax_number": _("Tax number"),
            "address": _("Address"),
            "phone": _("Phone"),
            "bank": _("Bank"),
            "account": _("Bank account"),
            "footer": _("Last lines"),
            "logo": _("Logo"),
            "amount_in_words": _("Amount in words"),
        },
        label=_("Letterhead"),
        value_names={"amount_in_words": yes_or_no, "logo": picture_or_none},
        actions={"attach": _("Picture added")},
    )
    labels.register(
        "group",
        {"name": _("Name"), "members": _("Members")},
        label=_("Group"),
        value_names={"members": employee_names},
    )
    labels.register(
        "role",
        {"name": _("Name"), "needs_totp": _("Second factor required")},
        label=_("Role"),
        value_names={"needs_totp": yes_or_no},
        actions={"reset": _("Reset to defaults")},
        name_of=grant_name,
        value_of=grant_value,
    )
    labels.register(
        "token",
        {"scopes": _("What it may do")},
        label=_("API token"),
        actions={"revoke": _("Revoked")},
    )


def employee_name(pk: Any) -> object:
    """The name of the employee with this id; the id itself for nobody."""
    return Employee.objects.filter(pk=pk).values_list("name", flat=True).first() or pk


def employee_names(ids: Any) -> object:
    """The names of several employees, in the order of their hiring."""
    return ", ".join(
        Employee.objects.filter(pk__in=ids).order_by("pk").values_list("name", flat=True)
    )


def department_name(pk: Any) -> object:
    """The name of the department with this id."""
    return Department.objects.filter(pk=pk).values_list("name", flat=True).first() or pk


def role_name(pk: Any) -> object:
    """The name of the role with this id; an id that was removed stays a number."""
    return Role.objects.filter(pk=pk).values_list("name", flat=True).first() or pk


def yes_or_no(value: Any) -> object:
    """A flag in a word."""
    return _("yes") if value else _("no")


def picture_or_none(value: Any) -> object:
    """Whether there is a picture; its id says nothing to anybody."""
    return _("Picture") if value else ""


def grant_name(field: str) -> object:
    """The label of a module or of a sensitive field, by its key in the matrix."""
    for module in permissions.modules():
        if module.key == field:
            return module.label
        if field in module.fields:
            return module.fields[field]
    return field


def grant_value(value: Any) -> object:
    """A line of the matrix in words: [scope, action, ...], or what is seen of a field."""
    if isinstance(value, str):
        return FieldAccess(value).label if value in FieldAccess.values else value
    scope, *actions = value
    named = [str(permissions.ACTION_LABELS.get(action, action)) for action in actions]
    return ", ".join([str(DataScope(scope).label), *named])
