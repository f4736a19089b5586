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
    """`load` gives the facts of these ids that the employee may see; `template` draws one row of a
    timeline with the context `fact`; `url` is where it opens. `id` is stored and never changes."""

    id: int
    key: str
    label: str | Promise
    load: Callable[[Employee, Sequence[int]], Mapping[int, object]]
    template: str
    url: Callable[[Any], str]


_kinds: dict[str, FactKind] = {}


def register(kind: FactKind) -> None:
    """Declare a kind of fact; called once by its app in AppConfig.ready().

    Raises ValueError for an id that another kind has.
    """
    if any(row.id == kind.id and row.key != kind.key for row in _kinds.values()):
        raise ValueError(f"fact kind {kind.key} takes an id that is in use")
    _kinds[kind.key] = kind


def get(key: str) -> FactKind:
    """The kind of this key; KeyError for an unknown one."""
    return _kinds[key]


def by_id(kind_id: int) -> FactKind:
    """The kind of a stored id; KeyError for an unknown one."""
    return {row.id: row for row in _kinds.values()}[kind_id]
