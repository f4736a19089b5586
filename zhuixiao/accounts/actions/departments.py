"""The department tree: add, change, move, close, reopen."""

from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuixiao.kit.errors import RuleError

from .. import audit
from ..audit import Actor
from ..choices import DepartmentKind
from ..models import Department, Employee
from .ranks import check_stays_managed


class Act(Protocol):
    """Closing or reopening."""

    def __call__(self, *, by: Actor, department: Department) -> Department: ...


def add(
    *,
    by: Actor,
    name: str,
    parent: Department,
    kind: str = DepartmentKind.DEPARTMENT,
    head: Employee | None = None,
) -> Department:
    """Add a unit below another one; RuleError at the field for a taken name or a closed parent."""
    by.employee.access.check("accounts", "manage")
    _check(name, kind, parent)
    last = Department.objects.filter(parent=parent).order_by("-position").first()
    department = Department(
        name=name.strip(),
        parent=parent,
        kind=kind,
        head=head,
        position=last.position + 1 if last else 0,
    )
    with transaction.atomic():
        _save(department)
        _write(by, "add", department, {"name": ("", department.name), "parent": (None, parent)})
    return department


def change(
    *,
    by: Actor,
    department: Department,
    name: str,
    kind: str,
    head: Employee | None,
    parent: Department | None = None,
) -> Department:
    """Rename, set kind and head, and move below `parent` when one is given.

    The head office carries the company's name and kind.
    """
    by.employee.access.check("accounts", "manage")
    _check(name, kind, None)
    values: dict[str, Any] = {"name": name.strip(), "kind": kind, "head": head}
    if department.parent_id is None:
        values = {"head": head}
    changes = audit.differences(department, values)
    with transaction.atomic():
        for field, value in values.items():
            setattr(department, field, value)
        _save(department)
        if changes:
            _write(by, "change", department, changes)
        if "kind" in changes:
            check_stays_managed()
        if parent is not None and parent.pk != department.parent_id:
            move(by=by, department=department, parent=parent)
    return department


def move(*, by: Actor, department: Department, parent: Department) -> Department:
    """Hang a unit with all below it under another one; RuleError at `parent` for a circle."""
    by.employee.access.check("accounts", "manage")
    with transaction.atomic():
        # Locking the whole small tree keeps two moves at once from making a circle together.
        rows = {row.pk: row for row in Department.objects.select_for_update()}
        department, parent = rows[department.pk], rows[parent.pk]
        before = department.parent
        if before is None:
            raise RuleError(_("The head office stays at the top."), field="parent")
        if before == parent:
            return department
        _check(department.name, department.kind, parent)
        if Department.objects.filter(parent=parent, name=department.name).exists():
            raise RuleError(_("There is a unit of this name there already."), field="parent")
        department.move_below(parent)
        _write(by, "move", department, {"parent": (before, parent)})
        check_stays_managed()
    return department


def close(*, by: Actor, department: Department) -> Department:
    """Close a unit in which nobody works and below which nothing is open."""
    by.employee.access.check("accounts", "manage")
    with transaction.atomic():
        department = Department.objects.select_for_update().get(pk=department.pk)
        if department.parent_id is None:
            raise RuleError(_("The head office cannot be closed."))
        people = Employee.objects.active().filter(department=department).count()
        if people:
            raise RuleError(
                ngettext(
                    "%(count)d person works in %(name)s. Move that person first.",
                    "%(count)d people work in %(name)s. Move them first.",
                    people,
                )
                % {"count": people, "name": department.name}
            )
        if Department.objects.filter(parent=department, closed_at=None).exists():
            raise RuleError(
                _("Close or move the units below %(name)s first.") % {"name": department}
            )
        if department.closed_at is None:
            department.closed_at = by.at
            department.head = None
            department.save()
            _write(by, "close", department, {})
    return department


def reopen(*, by: Actor, department: Department) -> Department:
    """Open a closed unit again, below an open one."""
    by.employee.access.check("accounts", "manage")
    with transaction.atomic():
        above = Department.objects.filter(children=department).first()
        if above is not None and above.closed_at:
            raise RuleError(_("Reopen %(name)s first.") % {"name": above.name})
        department.closed_at = None
        department.save()
        _write(by, "reopen", department, {})
    return department


def _check(name: str, kind: str, parent: Department | None) -> None:
    if not name.strip():
        raise RuleError(_("A name is needed."), field="name")
    if kind not in DepartmentKind.values:
        raise RuleError(_("This kind is not known."), field="kind")
    if parent is not None and parent.closed_at:
        raise RuleError(_("This department is closed."), field="parent")


def _save(department: Department) -> None:
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError as error:
        raise RuleError(_("There is a unit of this name there already."), field="name") from error


def _write(
    by: Actor, action: str, department: Department, changes: dict[str, tuple[Any, Any]]
) -> None:
    audit.write(
        by=by,
        action=action,
        kind="department",
        record_id=department.pk,
        label=department.name,
        changes=changes,
    )
