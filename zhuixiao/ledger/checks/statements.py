"""The two statements of every rollup: compare it with what it sums up, and make it from that."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from .. import catalogue
from ..rollups import SUMS
from .differences import Difference

# What was found counts for and rollup rows against: what is left over differs, in either
# direction. `idle` finds rollup rows without entries, which add nothing.
_COMPARE = """
SELECT {key}, SUM(found), SUM(held), SUM(quantity), SUM(amount), SUM(cost)
FROM (
    SELECT {computed}, {counted} AS found, 0 AS held, quantity, amount, cost, 0 AS idle
    FROM {source} WHERE {stretch}
    UNION ALL
    SELECT {key}, 0, entries, -quantity, -amount, -cost, CASE WHEN entries < 1 THEN 1 ELSE 0 END
    FROM {table} WHERE {held}
) AS both_sides
GROUP BY {key}
HAVING SUM(found) <> SUM(held) OR SUM(quantity) <> 0 OR SUM(amount) <> 0 OR SUM(cost) <> 0
OR SUM(idle) > 0
"""
_FILL = """
INSERT INTO {table} ({columns})
SELECT {computed}, SUM(quantity), SUM(amount), SUM(cost), SUM({counted})
FROM {source} WHERE {stretch} GROUP BY {positions}
"""


@dataclass(frozen=True)
class Sums:
    """A rollup, its key, that key as computed from a row of its source, and which rows of either
    a stretch has: each condition takes the parameters of the stretch."""

    table: str
    key: Sequence[str]
    computed: Sequence[str]
    stretch: str
    held: str
    source: str = "ledger_entry"
    # How many entries a row of the source stands for.
    counted: str = "1"

    def wrong(self, stretch: Sequence[int]) -> list[tuple[int, ...]]:
        """Keys whose sums differ, each with the entries found and held and what is lacking."""
        statement = _COMPARE.format(
            **self._names, table=self.table, key=", ".join(self.key), held=self.held
        )
        rows = fetched(statement, [*stretch, *stretch])
        return [tuple(int(value) for value in row) for row in rows]

    def fill(self, stretch: Sequence[int]) -> None:
        """Make the rows, which are not there yet."""
        statement = _FILL.format(
            **self._names,
            table=self.table,
            columns=", ".join((*self.key, *SUMS)),
            positions=", ".join(str(place + 1) for place in range(len(self.key))),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, stretch)

    @property
    def _names(self) -> dict[str, str]:
        return {
            "computed": ", ".join(self.computed),
            "counted": self.counted,
            "source": self.source,
            "stretch": self.stretch,
        }


def fetched(statement: str, params: Sequence[int] = ()) -> list[tuple[int, ...]]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows


def difference(where: str, sums: Sequence[int]) -> Difference:
    """`sums` are the entries found, those the rollup says, and what the rollup lacks."""
    found, held, *lacking = sums
    names = zip(SUMS, lacking, strict=False)
    off = [f"{name} {-value:+d}" for name, value in names if value]
    return Difference(where, f"{held} entries{''.join(f', {text}' for text in off)}", found)


def named(metric_id: int) -> str:
    """The key of a metric, as a difference tells it."""
    rows = [metric.key for metric in catalogue.metrics() if metric.id == metric_id]
    return rows[0] if rows else f"metric {metric_id}"
