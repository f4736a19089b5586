"""Keeping the sums in step with the entries: differences, added by upsert."""

from collections.abc import Iterable, Sequence
from operator import mul

from . import catalogue, storage
from .catalogue import Dimension
from .counts import CustomerDifferences
from .instants import first_of_month, first_of_year
from .postings import Line

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
PEOPLE_KEY = DAY_KEY[:4]
PRODUCT_KEY = ("metric", "months", "day", "product_id")
MONTH, YEAR = 1, 12
CUSTOMER_KEY = ("customer_id", "metric")
SUMS = ("quantity", "amount", "cost", "entries")
_Sums = dict[tuple[int, ...], list[int]]
_PRODUCT = catalogue.OPTIONAL.index(Dimension.PRODUCT)


class Differences:
    """What has to be added to the rollups; removals count negative."""

    def __init__(self) -> None:
        self._by_day: _Sums = {}
        self._by_people: _Sums = {}
        self._by_product: _Sums = {}
        self._by_customer: _Sums = {}
        self._customers = CustomerDifferences()
        self._counts: dict[int, bool] = {}
        self._masks: dict[int, tuple[int, ...]] = {}

    def __len__(self) -> int:
        every = (self._by_day, self._by_people, self._by_product, self._by_customer)
        return sum(map(len, every)) + len(self._customers)

    def add(self, lines: Iterable[Line], sign: int) -> None:
        """Count lines in (sign 1) or out (sign -1)."""
        for line in lines:
            mask = self._masks.get(line.metric) or self._mask(line.metric)
            people = (line.metric, line.day, line.employee_id, line.department_id)
            _accumulate(self._by_day, (*people, *map(mul, mask, line[-len(mask) :])), line, sign)
            _accumulate(self._by_people, people, line, sign)
            if mask[_PRODUCT]:
                month = (line.metric, MONTH, first_of_month(line.day), line.product_id)
                _accumulate(self._by_product, month, line, sign)
            if line.customer_id:
                _accumulate(self._by_customer, (line.customer_id, line.metric), line, sign)
                if self._counts_customers(line.metric):
                    self._customers.add(line, sign)

    def apply(self) -> None:
        """Write the differences and forget them.

        Always the tables in this order and keys in order, so that two writers never wait for each
        other crosswise.
        """
        _apply("ledger_rollup", DAY_KEY, self._by_day)
        _apply("ledger_peoplerollup", PEOPLE_KEY, self._by_people)
        _apply("ledger_productrollup", PRODUCT_KEY, _with_years(self._by_product))
        _apply("ledger_customerrollup", CUSTOMER_KEY, self._by_customer)
        self._customers.apply()
        self._by_day.clear()
        self._by_people.clear()
        self._by_product.clear()
        self._by_customer.clear()

    def _counts_customers(self, metric_id: int) -> bool:
        if metric_id not in self._counts:
            self._counts[metric_id] = catalogue.counts_customers(metric_id)
        return self._counts[metric_id]

    def _mask(self, metric_id: int) -> tuple[int, ...]:
        """1 for an optional dimension that the metric keeps, else 0."""
        metric = catalogue.by_id(metric_id)
        mask = tuple(int(metric.keeps(dimension)) for dimension in catalogue.OPTIONAL)
        return self._masks.setdefault(metric_id, mask)


def _accumulate(sums: _Sums, key: tuple[int, ...], line: Line, sign: int) -> None:
    known = sums.get(key)
    if known is None:
        sums[key] = [sign * line.quantity, sign * line.amount, sign * line.cost, sign]
        return
    known[0] += sign * line.quantity
    known[1] += sign * line.amount
    known[2] += sign * line.cost
    known[3] += sign


def _with_years(months: _Sums) -> _Sums:
    """The sums of months, and those of their years."""
    every = dict(months)
    for (metric, _months, day, product_id), sums in months.items():
        key = (metric, YEAR, first_of_year(day), product_id)
        known = every.get(key, (0, 0, 0, 0))
        every[key] = [one + two for one, two in zip(known, sums, strict=True)]
    return every


def _apply(table: str, key: Sequence[str], differences: _Sums) -> None:
    rows = [(*values, *sums) for values, sums in sorted(differences.items()) if any(sums)]
    storage.insert(table, (*key, *SUMS), rows, add_to=key)
    storage.delete_emptied(table, key, [row[: len(key)] for row in rows if row[-1] < 0])
