"""Keeping the sums in step with the entries: differences, added in one statement per batch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from .postings import Posting

DAY_KEY = (
    "metric",
    "day",
    "employee_id",
    "department_id",
    "channel_id",
    "product_id",
    "region_id",
    "option_id",
)
CUSTOMER_KEY = ("customer_id", "metric")
SUMS = ("quantity", "amount", "cost", "entries")
_ROWS_PER_STATEMENT = 60


class Differences:
    """What has to be added to the rollups; removals count negative."""

    def __init__(self) -> None:
        self._by_day: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._by_customer: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, postings: Iterable[Posting], sign: int) -> None:
        """Count lines in (sign 1) or out (sign -1)."""
        for line in postings:
            values = (line.quantity * sign, line.amount * sign, line.cost * sign, sign)
            key = line.rollup_key()
            _accumulate(self._by_day[key], values)
            if line.customer_id:
                _accumulate(self._by_customer[(line.customer_id, key[0])], values)

    def apply(self) -> None:
        """Write the differences; sorted, so that two writers never wait crosswise."""
        _apply("ledger_rollup", DAY_KEY, self._by_day)
        _apply("ledger_customerrollup", CUSTOMER_KEY, self._by_customer)


def _accumulate(sums: list[int], values: Sequence[int]) -> None:
    for position, value in enumerate(values):
        sums[position] += value


def _apply(table: str, key: Sequence[str], differences: dict[tuple[int, ...], list[int]]) -> None:
    rows = [(*values, *sums) for values, sums in sorted(differences.items()) if any(sums)]
    columns = [*key, *SUMS]
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in SUMS)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _ROWS_PER_STATEMENT):
            part = rows[start : start + _ROWS_PER_STATEMENT]
            places = ", ".join(f"({', '.join(['%s'] * len(columns))})" for _row in part)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places} "  # noqa: S608
                f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {added}",
                [value for row in part for value in row],
            )
        if any(row[-1] < 0 for row in rows):
            emptied = [row[: len(key)] for row in rows if row[-1] < 0]
            matching = " AND ".join(f"{name} = %s" for name in key)
            cursor.executemany(
                f"DELETE FROM {table} WHERE {matching} AND entries = 0",  # noqa: S608
                emptied,
            )
