"""Rollups against the entries, in stretches that fit into memory; and rollups made from entries."""

from collections.abc import Iterator, Sequence

from zhuixiao.kit.periods import Period, PeriodKind

from .. import catalogue
from ..catalogue import OPTIONAL
from ..instants import day_range, to_day
from ..rollups import CUSTOMER_KEY, DAY_KEY, PEOPLE_KEY
from . import customers, products
from .differences import Difference, Progress
from .statements import Sums, difference, fetched, named

_CUSTOMERS = 50_000
# The rollups by day, with their keys; the second sums all dimensions up.
_BY_DAY = {"ledger_rollup": DAY_KEY, "ledger_peoplerollup": PEOPLE_KEY}
_METRICS = """
SELECT metric FROM ledger_entry UNION SELECT metric FROM ledger_rollup
UNION SELECT metric FROM ledger_peoplerollup UNION SELECT metric FROM ledger_productrollup
UNION SELECT metric FROM ledger_customercount
"""
_DAYS = """
SELECT MIN(first), MAX(last) FROM (
    SELECT MIN(day) AS first, MAX(day) AS last FROM ledger_entry WHERE metric = %s
    UNION ALL
    SELECT MIN(day), MAX(day) FROM ledger_rollup WHERE metric = %s
    UNION ALL
    SELECT MIN(day), MAX(day) FROM ledger_peoplerollup WHERE metric = %s
    UNION ALL
    SELECT MIN(day), MAX(day) FROM ledger_productrollup WHERE metric = %s
    UNION ALL
    SELECT MIN(day), MAX(day) FROM ledger_customercount WHERE metric = %s
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
_OF_CUSTOMERS = Sums(
    "ledger_customerrollup", CUSTOMER_KEY, CUSTOMER_KEY, _BY_CUSTOMER, _BY_CUSTOMER
)


def compare_days(progress: Progress) -> Iterator[Difference]:
    """Where a rollup by day, month or year is not the sum of its entries."""
    known = {metric.id for metric in catalogue.metrics()}
    for (metric,) in sorted(fetched(_METRICS)):
        progress("sums by day", metric)
        if metric not in known:
            yield Difference(f"metric {metric}", "entries or sums", "a metric of this id")
            continue
        for month in _months(metric):
            for sums in _sums_of(metric):
                yield from (_day_difference(row, sums.key) for row in sums.wrong(month))
            if products.keeps(metric):
                yield from products.compare_month(month)
        yield from customers.compare(metric, _span(metric))
        if products.keeps(metric):
            yield from products.compare_years(metric)


def compare_customers(progress: Progress) -> Iterator[Difference]:
    """Where the rollup by customer is not the sum of its entries."""
    for stretch in _customers(progress):
        for row in _OF_CUSTOMERS.wrong(stretch):
            yield difference(f"sum of customer {row[0]}, {named(row[1])}", row[2:])


def fill(progress: Progress) -> None:
    """Make all rollups from the entries; they are empty."""
    for (metric,) in sorted(fetched(_METRICS)):
        progress("sums by day", metric)
        for month in _months(metric):
            for sums in _sums_of(metric):
                sums.fill(month)
            if products.keeps(metric):
                products.fill_month(month)
        customers.fill(metric, _span(metric))
        if products.keeps(metric):
            products.fill_years(metric)
    for stretch in _customers(progress):
        _OF_CUSTOMERS.fill(stretch)


def _sums_of(metric: int) -> list[Sums]:
    """The rollups by day of a metric, a month being the stretch."""
    computed = _computed(metric)
    return [
        Sums(table, key, computed[: len(key)], _BY_METRIC, _BY_METRIC)
        for table, key in _BY_DAY.items()
    ]


def _computed(metric_id: int) -> list[str]:
    """The rollup's key as computed from an entry: dropped dimensions are 0."""
    metric = catalogue.by_id(metric_id)
    dropped = {f"{row}_id" for row in OPTIONAL if not metric.keeps(row)}
    return [f"0 AS {name}" if name in dropped else name for name in DAY_KEY]


def _months(metric: int) -> Iterator[tuple[int, int, int]]:
    """The months in which a metric has entries or sums, as parameters of a stretch."""
    span = _span(metric)
    for month in span.split(PeriodKind.MONTH) if span else ():
        yield (metric, *day_range(month))


def _span(metric: int) -> Period | None:
    """The days from the first to the last that has entries or sums of the metric."""
    ((first, last),) = fetched(_DAYS, [metric] * _DAYS.count("%s"))
    return Period(to_day(first), to_day(last)) if first else None


def _customers(progress: Progress) -> Iterator[tuple[int, int]]:
    """All customers in stretches of ids."""
    ((last,),) = fetched(_LAST_CUSTOMER)
    for first in range(1, (last or 0) + 1, _CUSTOMERS):
        progress("sums by customer", first)
        yield (first, first + _CUSTOMERS - 1)


def _day_difference(row: Sequence[int], key: Sequence[str]) -> Difference:
    ids = [f"{name} {value}" for name, value in zip(key[2:], row[2:], strict=False) if value]
    where = ", ".join([f"sum of {named(row[0])} on {to_day(row[1])}", *ids])
    return difference(where, row[len(key) :])
