"""Which rows within rows a table has room for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhuixiao.ledger.queries import Row, Table

from .keys import Key

InOrder = Callable[[Sequence[Row]], Sequence[Row]]


@dataclass(frozen=True)
class Within:
    """The rows by the key of the group that they stand in; the group `cut` is not all there, and
    those after it are missing."""

    rows: Mapping[Key, Sequence[Row]]
    cut: Key | None = None

    @property
    def keys(self) -> list[Key]:
        """Those of the second split."""
        return list(dict.fromkeys(row.key[1] for rows in self.rows.values() for row in rows))


def askable(groups: Sequence[Key], most: int) -> Sequence[Key]:
    """The groups of which anything can be shown in so many lines: each takes one itself, and one
    at least for what is in it, but a unit of time in which nothing happened."""
    return [key for number, key in enumerate(groups) if isinstance(key, date) or 2 * number < most]


def fitting(table: Table, groups: Sequence[Key], most: int, *, in_order: InOrder) -> Within:
    """As many rows of a table by two splits as fit into so many lines, group by group."""
    every: dict[Key, list[Row]] = {}
    for row in table.rows:
        every.setdefault(row.key[0], []).append(row)
    kept: dict[Key, Sequence[Row]] = {}
    room = most
    for group in groups:
        found, room = in_order(every.get(group, [])), room - 1
        if len(found) > room:
            kept[group] = found[: max(room, 0)]
            return Within(kept, group)
        kept[group] = found
        room -= len(found)
    return Within(kept)
