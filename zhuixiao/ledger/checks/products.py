"""The rollup by product: months against the entries, years against the months."""

from collections.abc import Iterator

from .. import catalogue
from ..catalogue import Dimension
from ..instants import to_day
from ..rollups import MONTH, PRODUCT_KEY, YEAR
from .differences import Difference
from .statements import Sums, difference, named

TABLE = "ledger_productrollup"
_DAYS = "metric = %s AND day BETWEEN %s AND %s"
# By a month of a metric, like the other rollups by day.
_MONTHS = Sums(
    TABLE,
    PRODUCT_KEY,
    ("metric", f"{MONTH} AS months", "day / 100 * 100 + 1 AS day", "product_id"),
    stretch=_DAYS,
    held=f"months = {MONTH} AND {_DAYS}",
)
# By a metric: however long it is kept, these are few rows.
_YEARS = Sums(
    TABLE,
    PRODUCT_KEY,
    ("metric", f"{YEAR} AS months", "day / 10000 * 10000 + 101 AS day", "product_id"),
    stretch=f"metric = %s AND months = {MONTH}",
    held=f"metric = %s AND months = {YEAR}",
    source=TABLE,
    counted="entries",
)


def keeps(metric: int) -> bool:
    """Whether this rollup has rows of the metric."""
    return catalogue.by_id(metric).keeps(Dimension.PRODUCT)


def compare_month(stretch: tuple[int, int, int]) -> Iterator[Difference]:
    """Where a month of a metric that keeps products is not the sum of its entries."""
    yield from map(_difference, _MONTHS.wrong(stretch))


def compare_years(metric: int) -> Iterator[Difference]:
    """Where a year is not the sum of its months."""
    yield from map(_difference, _YEARS.wrong([metric]))


def fill_month(stretch: tuple[int, int, int]) -> None:
    _MONTHS.fill(stretch)


def fill_years(metric: int) -> None:
    """Once all months of the metric are filled."""
    _YEARS.fill([metric])


def _difference(row: tuple[int, ...]) -> Difference:
    metric, months, day, product, *sums = row
    when = f"{to_day(day):%Y-%m}" if months == MONTH else f"{to_day(day):%Y}"
    return difference(f"sum of {named(metric)} in {when}, product_id {product}", sums)
