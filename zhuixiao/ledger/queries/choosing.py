"""Which table of the ledger answers a question with the fewest rows."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from .. import catalogue
from ..catalogue import Dimension, Metric
from ..rollups import MONTH, YEAR
from .conditions import Condition, sees_all

_ALL = Condition("1 = 1")
_MONTHS = frozenset({Dimension.MONTH, Dimension.QUARTER})


@dataclass(frozen=True)
class Chosen:
    """A table, and which of its rows are meant."""

    table: str
    condition: Condition = _ALL


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
        return Chosen("ledger_entry")
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


def _of_product(times: Collection[Dimension], periods: Collection[Period | None]) -> int:
    """How many months the rows of the rollup by product may sum up; 0 if it cannot answer."""
    if not _MONTHS.issuperset({*times} - {Dimension.YEAR}):
        return 0
    if not all(period is None or _is_of_months(period) for period in periods):
        return 0
    is_of_years = all(period is None or _is_of_years(period) for period in periods)
    return YEAR if is_of_years and _MONTHS.isdisjoint(times) else MONTH


def _is_of_months(period: Period) -> bool:
    last = period.end
    return period.start.day == 1 and last.day == monthrange(last.year, last.month)[1]


def _is_of_years(period: Period) -> bool:
    first, last = period.start, period.end
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
