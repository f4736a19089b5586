"""Which table of the ledger answers a question with the fewest rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind

from .. import catalogue
from ..catalogue import Dimension, Metric
from ..counts import UNITS
from ..rollups import MONTH, YEAR
from .conditions import Condition, sees_all

_ALL = Condition("1 = 1")
_MONTHS = frozenset({Dimension.MONTH, Dimension.QUARTER})


# What is read of a group of rows: the sums, or how many different customers. The last one tells
# also of how many departments the counts are, since those of two may be the same customers.
_SUMS = "SUM(e.quantity), SUM(e.amount), SUM(e.cost)"
_CUSTOMERS = "COUNT(DISTINCT NULLIF(e.customer_id, 0))"
_COUNTS = "SUM(e.customers), COUNT(*)"
_OF_PEOPLE = frozenset({Dimension.EMPLOYEE, Dimension.DEPARTMENT})


@dataclass(frozen=True)
class Chosen:
    """A table, which of its rows are meant, and what is read of a group of them."""

    table: str
    condition: Condition = _ALL
    values: str = _SUMS

    def is_exact(self, rows: Iterable[Sequence[int]]) -> bool:
        """Whether these answers hold: not where counts of several departments were added."""
        return self.values != _COUNTS or all(row[-1] == 1 for row in rows)


# Counts the entries' customers whatever is asked.
ENTRIES = Chosen("ledger_entry", values=_CUSTOMERS)


def choose(
    metrics: Sequence[Metric],
    *,
    by: Collection[Dimension],
    where: Collection[Dimension],
    periods: Collection[Period | None],
    reader: Employee,
) -> Chosen:
    """The table for metrics of one sort (sums, or different customers) in all of these periods."""
    asked = {*by, *where}
    if metrics[0].is_distinct:
        unit = _of_people({*by}, {*where}, periods)
        counted = Condition("{e}.unit = %s", (unit,))
        return Chosen("ledger_customercount", counted, _COUNTS) if unit else ENTRIES
    sees_every = sees_all(metrics, reader)
    if Dimension.CUSTOMER in asked:
        # The rollup by customer knows no days and no people.
        is_ever = asked == {Dimension.CUSTOMER} and set(periods) == {None}
        return Chosen("ledger_customerrollup" if is_ever and sees_every else "ledger_entry")
    if asked.isdisjoint(catalogue.OPTIONAL):
        return Chosen("ledger_peoplerollup")
    times = {dimension for dimension in by if dimension.is_time}
    if asked - times == {Dimension.PRODUCT} and sees_every:
        months = _of_product(times, periods)
        if months:
            return Chosen("ledger_productrollup", Condition("{e}.months = %s", (months,)))
    return Chosen("ledger_rollup")


def _of_people(
    by: Collection[Dimension], where: Collection[Dimension], periods: Collection[Period | None]
) -> int:
    """The unit whose counts of customers by employee answer; 0 if they cannot."""
    times = {dimension for dimension in by if dimension.is_time}
    if Dimension.EMPLOYEE not in by or not _OF_PEOPLE.issuperset({*by, *where} - times):
        return 0
    for kind, unit in UNITS.items():
        if times <= {Dimension(kind)} and all(
            period is not None and _is_whole(period, kind, is_split=bool(times))
            for period in periods
        ):
            return unit
    return 0


def _is_whole(period: Period, kind: PeriodKind, *, is_split: bool) -> bool:
    """Whether the period is one such unit, or when it is split into them, several whole ones."""
    units = period.whole_weeks if kind == PeriodKind.WEEK else period.whole_months
    return units > 0 if is_split else units == 1


def _of_product(times: Collection[Dimension], periods: Collection[Period | None]) -> int:
    """How many months the rows of the rollup by product may sum up; 0 if it cannot answer."""
    if not _MONTHS.issuperset({*times} - {Dimension.YEAR}):
        return 0
    if not all(period is None or period.whole_months for period in periods):
        return 0
    is_of_years = all(period is None or _is_of_years(period) for period in periods)
    return YEAR if is_of_years and _MONTHS.isdisjoint(times) else MONTH


def _is_of_years(period: Period) -> bool:
    return period.start.month == 1 and period.whole_months % 12 == 0
