"""The permission matrix as a page draws it and as it comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import permissions
from ..actions.roles import Grants
from ..choices import DataScope, FieldAccess


@dataclass(frozen=True)
class Cell:
    """One module x action; without a `name` the module does not know the action."""

    name: str
    label: object
    is_on: bool


@dataclass(frozen=True)
class ModuleRow:
    """A line of the matrix."""

    label: object
    cells: list[Cell]
    scope_name: str
    scope: str


@dataclass(frozen=True)
class FieldRow:
    """A sensitive field and what the role sees of it."""

    name: str
    module: object
    label: object
    access: str


def columns() -> list[tuple[str, object]]:
    """The actions that any module knows, in the order of the catalogue of labels."""
    used = [action for module in permissions.modules() for action in module.actions]
    known = [action for action in permissions.ACTION_LABELS if action in used]
    others = [action for action in dict.fromkeys(used) if action not in known]
    return [(key, permissions.ACTION_LABELS.get(key, key)) for key in [*known, *others]]


def module_rows(grants: Grants) -> list[ModuleRow]:
    """The lines of the matrix for what a role may do."""
    rows = []
    for module in permissions.modules():
        scope, actions = grants.modules[module.key]
        cells = [
            Cell(f"may.{module.key}.{key}" if key in module.actions else "", label, key in actions)
            for key, label in columns()
        ]
        name = f"scope.{module.key}" if module.has_scope else ""
        rows.append(ModuleRow(module.label, cells, name, scope))
    return rows


def field_rows(grants: Grants) -> list[FieldRow]:
    """The sensitive fields for what a role may see."""
    return [
        FieldRow(f"field.{field}", module.label, label, grants.fields[field])
        for module in permissions.modules()
        for field, label in module.fields.items()
    ]


def read(data: Mapping[str, Any], before: Grants) -> Grants:
    """The matrix from a submitted form; names that no module registered are ignored."""
    modules: dict[str, tuple[str, list[str]]] = {}
    for module in permissions.modules():
        actions = [key for key in module.actions if f"may.{module.key}.{key}" in data]
        scope = data.get(f"scope.{module.key}", before.modules[module.key][0])
        modules[module.key] = (str(scope), actions)
    return Grants(modules, _read_fields(data, before.fields))


def _read_fields(data: Mapping[str, Any], before: Mapping[str, str]) -> dict[str, str]:
    return {field: str(data.get(f"field.{field}", value)) for field, value in before.items()}


SCOPES = DataScope.choices
FIELD_ACCESS = FieldAccess.choices
