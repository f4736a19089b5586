"""Several actions of one transaction that post to the ledger at once, at its end.

Each posting locks rollups in the order of their keys. Who posts twice in a transaction may hold
late ones while he waits for early ones, and two such wait for each other for good.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from zhuixiao.ledger.actions import Posting, post_many
from zhuixiao.ledger.facts import Fact

Item = tuple[Fact, Sequence[Posting]]


class Post(Protocol):
    """`post_many`, or who keeps the facts until later."""

    def __call__(self, *, items: Iterable[Item], fresh: bool = False) -> None: ...


class Gathered:
    """Keeps what it is given until `write`, in memory: for a chunk, not for a whole base."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._is_fresh = True

    def __call__(self, *, items: Iterable[Item], fresh: bool = False) -> None:
        self._items += items
        self._is_fresh = self._is_fresh and fresh

    def write(self) -> None:
        """Post all of it."""
        post_many(items=self._items, fresh=self._is_fresh)
