"""The words of the audit log: each app names its kinds of records, their fields and values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, object] = {
    "add": _("Added"),
    "create": _("Created"),
    "change": _("Changed"),
    "edit": _("Changed"),
    "remove": _("Removed"),
    "delete": _("Deleted"),
    "restore": _("Restored"),
    "move": _("Moved"),
    "close": _("Closed"),
    "reopen": _("Reopened"),
    "import": _("Imported"),
    "export": _("Exported"),
    "erase": _("Personal data erased"),
}


@dataclass(frozen=True)
class Kind:
    """How the log speaks of one kind of record."""

    label: object
    fields: Mapping[str, object] = field(default_factory=dict)
    value_names: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    sensitive: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, object] = field(default_factory=dict)
    name_of: Callable[[str], object] = str
    value_of: Callable[[Any], object] | None = None


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    fields: Mapping[str, object],
    *,
    label: object = "",
    value_names: Mapping[str, Callable[[Any], object]] | None = None,
    sensitive: Mapping[str, str] | None = None,
    actions: Mapping[str, object] | None = None,
    name_of: Callable[[str], object] = str,
    value_of: Callable[[Any], object] | None = None,
) -> None:
    """Called in AppConfig.ready().

    `fields` maps a field to its label, `value_names` to a function that gives a stored value's
    name (an id to a person), `sensitive` to the field of the permission matrix that decides who
    sees its values ("customers.phone"), `actions` an action to its words. `name_of` and `value_of`
    speak for fields that only come to be while the program runs (custom fields, modules).
    """
    _kinds[kind] = Kind(
        label=label or kind,
        fields=fields,
        value_names=value_names or {},
        sensitive=sensitive or {},
        actions=actions or {},
        name_of=name_of,
        value_of=value_of,
    )


def kind(key: str) -> Kind:
    """The words for this kind; its own key where no app registered it."""
    return _kinds.get(key, Kind(key))


def kinds() -> dict[str, Kind]:
    return dict(_kinds)


def action(kind_key: str, action_key: str) -> object:
    """The words for an action on this kind of record."""
    return kind(kind_key).actions.get(action_key) or ACTIONS.get(action_key, action_key)


def actions() -> dict[str, object]:
    """All actions that any app has words for."""
    known = dict(ACTIONS)
    for row in _kinds.values():
        known |= row.actions
    return known
