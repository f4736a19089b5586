"""The answer of `query`: a table of figures whose every cell opens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zhuixiao.kit.periods import Period

from .. import catalogue
from ..catalogue import Dimension, Metric, Ratio, Value
from .conditions import Where
from .drilldown import drill_link

Values = Mapping[str, Value]
# An id for each dimension, for a time the first of its days.
Key = tuple[int | date, ...]


def value_of(row: Metric | Ratio, sums: Mapping[str, int]) -> Value:
    """The figure of a metric or ratio from sums by the key of the metric."""
    if isinstance(row, Ratio):
        return row.of(*(part.in_units(sums.get(part.key, 0)) for part in catalogue.parts(row)))
    return sums.get(row.key, 0)


@dataclass(frozen=True)
class Row:
    """Values by the key of the metric; a sum of nothing is 0, a ratio to nothing None.

    `previous` and `last_year` hold the same row of these periods, empty without comparison.
    """

    key: Key
    values: Values
    previous: Values = field(default_factory=dict)
    last_year: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Figures of `columns` by the dimensions `by`, with rows in the order of their keys.

    Rows without any entry are left out; `row` gives them all the same. `periods` are the
    calendar units of the period when `by` names one. `total` is counted over all rows: distinct
    customers and ratios do not add up.
    """

    columns: tuple[Metric | Ratio, ...]
    by: tuple[Dimension, ...]
    period: Period | None
    where: Where
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    total: Row

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def row(self, *key: int | date) -> Row:
        """The row of a key, one of zeros when there were no entries."""
        return self._by_key.get(key) or self._nothing(key)

    def value(self, metric: str, *key: int | date) -> Value:
        """One cell; without key the total."""
        return (self.row(*key) if key else self.total).values[metric]

    def link(self, metric: str, *key: int | date) -> str:
        """Where the entries of one cell are listed; without key those of the total."""
        period, where = self.period, dict(self.where)
        for dimension, part in zip(self.by, key, strict=False):
            if isinstance(part, date):
                period = next(unit for unit in self.periods if unit.start == part)
            else:
                where[dimension] = [part]
        return drill_link(metric, period=period, where=where)

    @cached_property
    def _by_key(self) -> dict[Key, Row]:
        return {row.key: row for row in self.rows}

    def _nothing(self, key: Key) -> Row:
        values: dict[str, Value] = {
            row.key: None if isinstance(row, Ratio) else 0 for row in self.columns
        }
        before = values if self.total.previous else {}
        return Row(key, values, before, before)
