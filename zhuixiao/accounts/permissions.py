"""The catalogue of modules, actions and sensitive fields; each app registers its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTION_LABELS: dict[str, object] = {
    "view": pgettext_lazy("permission", "View"),
    "create": _("Create"),
    "edit": _("Edit"),
    "delete": _("Delete"),
    "import": _("Import"),
    "export": _("Export"),
    "assign": _("Assign"),
    "claim": _("Claim"),
    "report": _("Report (agents)"),
    "comment": _("Comment"),
    "share": pgettext_lazy("permission", "Share"),
    "decide": _("Decide"),
    "manage": _("Manage"),
}


@dataclass(frozen=True)
class Module:
    """A part of the product with its own row in the permission matrix.

    `has_scope` is false where every permitted person sees the same (settings, pick lists).
    `fields` names sensitive fields with their label; `defaults` maps a role's key to its grants:
    (scope, actions).
    """

    key: str
    label: object
    actions: Sequence[str]
    has_scope: bool = True
    fields: Mapping[str, object] = field(default_factory=dict)
    defaults: Mapping[str, tuple[str, Sequence[str]]] = field(default_factory=dict)
    field_defaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


_modules: dict[str, Module] = {}


def register(module: Module) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _modules[module.key] = module


def modules() -> list[Module]:
    return list(_modules.values())


def is_of_company(module: str, action: str) -> bool:
    """Whether it sets or reads something for the whole company: people, pools, rules, flows, lists,
    the audit log."""
    return action == "manage" or module == "audit"


def module(key: str) -> Module:
    """The module of this key; KeyError for an unknown one, which is a programming error."""
    return _modules[key]
