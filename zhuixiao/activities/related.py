"""Records that an action record may hang on; higher apps register opportunity, order, ..."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhuixiao.accounts.models import Employee


@dataclass(frozen=True)
class RelatedRecord:
    """A record of a higher app as the person may see it."""

    id: int
    name: str
    url: str


@dataclass(frozen=True)
class RelatedKind:
    """`choices(employee, customer_id)` lists what can be chosen, `find(employee, id)` one of them.

    Both leave out what the employee may not see.
    """

    key: str
    label: object
    choices: Callable[[Employee, int], Sequence[RelatedRecord]]
    find: Callable[[Employee, int], RelatedRecord | None]


_kinds: dict[str, RelatedKind] = {}


def register(kind: RelatedKind) -> None:
    """Called once per kind, in AppConfig.ready() of the app that owns it."""
    _kinds[kind.key] = kind


def kinds() -> list[RelatedKind]:
    """The kinds that the forms offer, in the order of registration."""
    return list(_kinds.values())


def find(employee: Employee, kind: str, record_id: int) -> RelatedRecord | None:
    """The record, if there is one that the employee may see."""
    known = _kinds.get(kind)
    return known.find(employee, record_id) if known else None
