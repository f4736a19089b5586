"""Roles: what each may do, edited as a matrix; own copies of roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import NotAllowed, RuleError

from .. import audit, permissions
from ..access import field_grant, module_grant
from ..audit import Actor
from ..choices import DataScope, FieldAccess
from ..models import Employee, Role


@dataclass(frozen=True)
class Grants:
    """The whole matrix of one role: scope and actions by module, access by sensitive field."""

    modules: Mapping[str, tuple[str, list[str]]]
    fields: Mapping[str, str]


def grants_of(role: Role) -> Grants:
    """What the role may do now, edited or by default."""
    catalogue = permissions.modules()
    return Grants(
        modules={module.key: module_grant(role, module.key) for module in catalogue},
        fields={field: field_grant(role, field) for module in catalogue for field in module.fields},
    )


def may_edit(by: Actor, role: Role) -> bool:
    """Roles below the own rank; the boss also edits the own role."""
    own = by.employee.role
    is_below = role.rank < own.rank or own.key == "boss"
    return is_below and by.employee.access.may("accounts", "manage")


def change(*, by: Actor, role: Role, name: str, needs_totp: bool, grants: Grants) -> Role:
    """Save name, second factor and the matrix; only what differs from the defaults is stored.

    Raises NotAllowed for a role not below the actor's, RuleError for an unknown word.
    """
    _check_may_edit(by, role)
    if not name.strip():
        raise RuleError(_("A name is needed."), field="name")
    before = grants_of(role)
    stored = _stored(role, grants)
    with transaction.atomic():
        changes = audit.differences(role, {"name": name.strip(), "needs_totp": needs_totp})
        role.name, role.needs_totp, role.grants = name.strip(), needs_totp, stored
        role.save()
        changes |= _grant_changes(before, grants_of(role))
        if changes:
            _write(by, "change", role, changes)
    return role


def reset(*, by: Actor, role: Role) -> Role:
    """Back to what the modules suggest for this role; an own copy goes back to its source."""
    _check_may_edit(by, role)
    before = grants_of(role)
    with transaction.atomic():
        role.grants = {}
        role.save()
        _write(by, "reset", role, _grant_changes(before, grants_of(role)))
    return role


def copy(*, by: Actor, source: Role, name: str) -> Role:
    """A new role that starts as another one, at the same rank and with the same defaults."""
    _check_may_edit(by, source)
    if not name.strip():
        raise RuleError(_("A name is needed."), field="name")
    if Role.objects.filter(name=name.strip()).exists():
        raise RuleError(_("Another role has this name."), field="name")
    with transaction.atomic():
        role = Role(
            name=name.strip(),
            rank=source.rank,
            needs_totp=source.needs_totp,
            grants=source.grants,
            based_on=source.default_key,
        )
        role.key = f"own-{Role.objects.order_by('-pk').values_list('pk', flat=True)[0] + 1}"
        role.save()
        _write(by, "add", role, {"name": ("", role.name)})
    return role


def remove(*, by: Actor, role: Role) -> None:
    """Delete an own role that nobody has."""
    _check_may_edit(by, role)
    if role.is_builtin:
        raise RuleError(_("A built-in role stays."))
    with transaction.atomic():
        if Employee.objects.filter(role=role).exists():
            raise RuleError(_("People still have this role. Give them another one first."))
        _write(by, "remove", role, {"name": (role.name, "")})
        role.delete()


def _check_may_edit(by: Actor, role: Role) -> None:
    by.employee.access.check("accounts", "manage")
    if not may_edit(by, role):
        raise NotAllowed(_("You can only edit roles that rank below yours."))


def _stored(role: Role, grants: Grants) -> dict[str, Any]:
    """The matrix as kept: modules and fields that differ from the defaults."""
    plain = Role(key=role.key, based_on=role.based_on)
    modules: dict[str, Any] = {}
    for key, (scope, actions) in grants.modules.items():
        known = [action for action in permissions.module(key).actions if action in actions]
        if key == "accounts" and role.default_key == "boss" and "manage" not in known:
            raise RuleError(_("The boss always manages the organisation."))
        if scope not in DataScope.values or len(known) != len(set(actions)):
            raise RuleError(_("This choice is not known."))
        if (scope, known) != module_grant(plain, key):
            modules[key] = {"scope": scope, "actions": known}
    fields: dict[str, str] = {}
    for field, value in grants.fields.items():
        if value not in FieldAccess.values:
            raise RuleError(_("This choice is not known."))
        if value != field_grant(plain, field):
            fields[field] = value
    return {"modules": modules, "fields": fields}


def _grant_changes(before: Grants, after: Grants) -> dict[str, tuple[Any, Any]]:
    changes: dict[str, tuple[Any, Any]] = {}
    for key, grant in after.modules.items():
        if before.modules[key] != grant:
            changes[key] = (_words(before.modules[key]), _words(grant))
    for field, value in after.fields.items():
        if before.fields[field] != value:
            changes[field] = (before.fields[field], value)
    return changes


def _words(grant: tuple[str, list[str]]) -> list[str]:
    return [grant[0], *grant[1]]


def _write(by: Actor, action: str, role: Role, changes: audit.Changes) -> None:
    audit.write(
        by=by, action=action, kind="role", record_id=role.pk, label=role.name, changes=changes
    )
