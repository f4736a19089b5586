"""Kinds of facts: how the ledger finds, draws and opens what posted an entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise

from zhuixiao.accounts.models import Employee


class Fact(NamedTuple):
    """A fact by the key of its kind and its id."""

    kind: str
    id: int


@dataclass(frozen=True)
class FactKind:
    """What the ledger must know of a kind of fact.

    `load` gives those of the facts that the employee may see. `template` draws head and body of
    a timeline row with the context `fact`, `entry` and `url`; never the cost of the entry, which
    not everybody may know. `url` is where a loaded fact opens.
    `id` is stored and never changes.
    """

    id: int
    key: str
    label: str | Promise
    load: Callable[[Employee, Sequence[int]], Mapping[int, object]]
    template: str
    url: Callable[[Any], str]
    icon: str = "circle-dot"


_kinds: dict[str, FactKind] = {}
_by_id: dict[int, FactKind] = {}


def register(kind: FactKind) -> None:
    """Declare a kind of fact; called once by its app in AppConfig.ready().

    Raises ValueError for a key or an id that another kind has.
    """
    if kind.key in _kinds or kind.id in _by_id:
        raise ValueError(f"fact kind {kind.key} is declared twice, or its id is taken")
    _kinds[kind.key] = _by_id[kind.id] = kind


def get(key: str) -> FactKind:
    """The kind of this key; KeyError for an unknown one."""
    return _kinds[key]


def by_id(kind_id: int) -> FactKind:
    """The kind of a stored id; KeyError for an unknown one."""
    return _by_id[kind_id]


def kinds() -> list[FactKind]:
    return list(_kinds.values())
