"""What hangs on a customer and moves when two become one: each app registers its own kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Attached:
    """`ids(customer)` are the keys of a customer's records as JSON, `move(ids, customer)` hangs
    them on another one and brings the ledger in step, inside the caller's transaction."""

    key: str
    label: str | Promise
    ids: Callable[[int], list[Any]]
    move: Callable[[Sequence[Any], int], None]


_kinds: dict[str, Attached] = {}


def register(kind: Attached) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _kinds[kind.key] = kind


def all_kinds() -> list[Attached]:
    """All kinds in the order of registration."""
    return list(_kinds.values())
