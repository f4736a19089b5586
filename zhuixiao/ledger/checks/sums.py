"""Rollups against the entries, in stretches that fit into memory; and rollups made from entries."""

from collections.abc import Iterator, Sequence

from django.db import connection

from zhuixiao.kit.periods import Period, PeriodKind

from .. import catalogue
from ..catalogue import OPTIONAL
from ..instants import day_range, to_day
from ..rollups import CUSTOMER_KEY, DAY_KEY, PEOPLE_KEY, SUMS
from .differences import Difference, Progress

_CUSTOMERS = 50_000
# The rollups by day, with their keys; the second sums all dimensions up.
_BY_DAY = {"ledger_rollup": DAY_KEY, "ledger_peoplerollup": PEOPLE_KEY}
# Entries count for and rollup rows against: what is left over differs, in either direction.
# `idle` finds rollup rows without entries, which add nothing.
_COMPARE = """
SELECT {key}, SUM(found), SUM(held), SUM(quantity), SUM(amount), SUM(cost)
FROM (
    SELECT {computed}, 1 AS found, 0 AS held, quantity, amount, cost, 0 AS idle
    FROM ledger_entry WHERE {stretch}
    UNION ALL
    SELECT {key}, 0, entries, -quantity, -amount, -cost, CASE WHEN entries < 1 THEN 1 ELSE 0 END
    FROM {table} WHERE {stretch}
) AS both_sides
GROUP BY {key}
HAVING SUM(found) <> SUM(held) OR SUM(quantity) <> 0 OR SUM(amount) <> 0 OR SUM(cost) <> 0
OR SUM(idle) > 0
"""
_FILL = """
INSERT INTO {table} ({columns})
SELECT {computed}, SUM(quantity), SUM(amount), SUM(cost), COUNT(*)
FROM ledger_entry WHERE {stretch} GROUP BY {positions}
"""
_METRICS = """
SELECT metric FROM ledger_entry UNION SELECT metric FROM ledger_rollup
UNION SELECT metric FROM ledger_peoplerollup
"""
_DAYS = """
SELECT MIN(first), MAX(last) FROM (
    SELECT MIN(day) AS first, MAX(day) AS last FROM ledger_entry WHERE metric = %s
    UNION ALL
    SELECT MIN(day), MAX(day) FROM ledger_rollup WHERE metric = %s
    UNION ALL
    SELECT MIN(day), MAX(day) FROM ledger_peoplerollup WHERE metric = %s
) AS ends
"""
_LAST_CUSTOMER = """
SELECT MAX(last) FROM (
    SELECT MAX(customer_id) AS last FROM ledger_entry
    UNION ALL
    SELECT MAX(customer_id) FROM ledger_customerrollup
) AS ends
"""
_BY_METRIC = "metric = %s AND day BETWEEN %s AND %s"
_BY_CUSTOMER = "customer_id BETWEEN %s AND %s"


def compare_days(progress: Progress) -> Iterator[Difference]:
    """Where a rollup by day is not the sum of its entries."""
    known = {metric.id for metric in catalogue.metrics()}
    for (metric,) in sorted(_fetched(_METRICS)):
        progress("sums by day", metric)
        if metric not in known:
            yield Difference(f"metric {metric}", "entries or sums", "a metric of this id")
            continue
        for month in _months(metric):
            for table, key in _BY_DAY.items():
                rows = _compare(table, key, _computed(metric)[: len(key)], _BY_METRIC, month)
                yield from (_day_difference(row, key) for row in rows)


def compare_customers(progress: Progress) -> Iterator[Difference]:
    """Where the rollup by customer is not the sum of its entries."""
    table = "ledger_customerrollup"
    for stretch in _customers(progress):
        for row in _compare(table, CUSTOMER_KEY, CUSTOMER_KEY, _BY_CUSTOMER, stretch):
            yield _difference(f"sum of customer {row[0]}, {_named(row[1])}", row[2:])


def fill(progress: Progress) -> None:
    """Make all rollups from the entries; they are empty."""
    for (metric,) in sorted(_fetched(_METRICS)):
        progress("sums by day", metric)
        for month in _months(metric):
            for table, key in _BY_DAY.items():
                _fill(table, key, _computed(metric)[: len(key)], _BY_METRIC, month)
    for stretch in _customers(progress):
        _fill("ledger_customerrollup", CUSTOMER_KEY, CUSTOMER_KEY, _BY_CUSTOMER, stretch)


def _computed(metric_id: int) -> list[str]:
    """The rollup's key as computed from an entry: dropped dimensions are 0."""
    metric = catalogue.by_id(metric_id)
    dropped = {f"{row}_id" for row in OPTIONAL if not metric.keeps(row)}
    return [f"0 AS {name}" if name in dropped else name for name in DAY_KEY]


def _compare(
    table: str, key: Sequence[str], computed: Sequence[str], where: str, stretch: Sequence[int]
) -> list[tuple[int, ...]]:
    statement = _COMPARE.format(
        table=table, key=", ".join(key), computed=", ".join(computed), stretch=where
    )
    rows = _fetched(statement, [*stretch, *stretch])
    return [tuple(int(value) for value in row) for row in rows]


def _fill(
    table: str, key: Sequence[str], computed: Sequence[str], where: str, stretch: Sequence[int]
) -> None:
    statement = _FILL.format(
        table=table,
        columns=", ".join((*key, *SUMS)),
        computed=", ".join(computed),
        stretch=where,
        positions=", ".join(str(place + 1) for place in range(len(key))),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, stretch)


def _months(metric: int) -> Iterator[tuple[int, int, int]]:
    """The months in which a metric has entries or sums, as parameters of a stretch."""
    for first, last in _fetched(_DAYS, [metric] * 3):
        if first is not None:
            for month in Period(to_day(first), to_day(last)).split(PeriodKind.MONTH):
                yield (metric, *day_range(month))


def _customers(progress: Progress) -> Iterator[tuple[int, int]]:
    """All customers in stretches of ids."""
    ((last,),) = _fetched(_LAST_CUSTOMER)
    for first in range(1, (last or 0) + 1, _CUSTOMERS):
        progress("sums by customer", first)
        yield (first, first + _CUSTOMERS - 1)


def _fetched(statement: str, params: Sequence[int] = ()) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows


def _day_difference(row: Sequence[int], key: Sequence[str]) -> Difference:
    ids = [f"{name} {value}" for name, value in zip(key[2:], row[2:], strict=False) if value]
    where = ", ".join([f"sum of {_named(row[0])} on {to_day(row[1])}", *ids])
    return _difference(where, row[len(key) :])


def _difference(where: str, sums: Sequence[int]) -> Difference:
    """`sums` are the entries found, those the rollup says, and what the rollup lacks."""
    found, held, *lacking = sums
    names = zip(SUMS, lacking, strict=False)
    off = [f"{name} {-value:+d}" for name, value in names if value]
    return Difference(where, f"{held} entries{''.join(f', {text}' for text in off)}", found)


def _named(metric_id: int) -> str:
    rows = [metric.key for metric in catalogue.metrics() if metric.id == metric_id]
    return rows[0] if rows else f"metric {metric_id}"
