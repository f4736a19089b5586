"""The one query function: sums and counts of metrics by dimensions in a period."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from django.db import connection

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind

from .. import catalogue
from ..catalogue import Column, Dimension, Metric, Ratio, Value
from ..instants import day_range
from .conditions import Condition, Where, filtered, sees_all, visible
from .tables import Key, Row, Table

# One row for each stretch of days wanted (the days of a chart, the periods compared with) stands
# first in the join, so that each is one range of the table's key; CROSS JOIN keeps SQLite to that
# order. No arithmetic on days, and any calendar unit works alike.
_FROM_STRETCHES = """
WITH stretch(number, since, until) AS (VALUES {stretches})
SELECT e.metric, stretch.number{keys}, {values}
FROM stretch CROSS JOIN {table} e
WHERE {condition}
GROUP BY e.metric, stretch.number{keys}
"""
_WITHIN_STRETCH = Condition("{e}.day BETWEEN stretch.since AND stretch.until")
_FROM_CUSTOMERS = """
SELECT e.metric, 0{keys}, {values}
FROM ledger_customerrollup e
WHERE {condition}
GROUP BY e.metric{keys}
"""
_SUMS = "SUM(e.quantity), SUM(e.amount), SUM(e.cost)"
_CUSTOMERS = "COUNT(DISTINCT NULLIF(e.customer_id, 0))"
_COLUMNS: tuple[Column, ...] = ("quantity", "amount", "cost")


class _Series(StrEnum):
    """Which of the compared periods a stretch belongs to."""

    NOW = "values"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"


class _Stretch(NamedTuple):
    """Days to sum: the `unit`-th calendar unit of a series."""

    series: _Series
    unit: int
    period: Period | None


# A row's ids, with the index of the unit for a time.
_Place = tuple[int, ...]
# Sums by series, place and key of the metric.
_Figures = dict[_Series, dict[_Place, dict[str, int]]]


def query(
    metrics: Sequence[str],
    *,
    period: Period | None,
    by: Sequence[Dimension] = (),
    where: Where | None = None,
    visible_to: Employee,
    compare: bool = False,
) -> Table:
    """The figures of metrics and ratios in a period (None is ever), split by dimensions.

    `where` keeps the entries whose dimension holds one of the ids. `compare` adds the previous
    period and the same one a year ago. The numbers are those that `visible_to` may see: NotAllowed
    for a metric of a module that is closed to the employee.

    Sums come from the rollups; what is split or filtered by customer from the entries, unless it
    is all customers' all time. Raises ValueError for a dimension that a metric does not keep.
    """
    return _Question(
        tuple(catalogue.find(key) for key in metrics),
        period,
        tuple(by),
        dict(where or {}),
        visible_to,
        compare=compare,
    ).answer()


class _Question:
    """The arguments of one query and the steps to its table."""

    def __init__(
        self,
        columns: tuple[Metric | Ratio, ...],
        period: Period | None,
        by: tuple[Dimension, ...],
        where: dict[Dimension, Collection[int]],
        reader: Employee,
        *,
        compare: bool,
    ) -> None:
        self.columns, self.period, self.by, self.where = columns, period, by, where
        self.reader, self.compare = reader, compare
        parts = {part.key: part for column in columns for part in catalogue.parts(column)}
        self.sums = [part for part in parts.values() if not part.is_distinct]
        self.distinct = [part for part in parts.values() if part.is_distinct]
        times = [dimension for dimension in by if dimension.is_time]
        if len(times) > 1 or (period is None and (times or compare)):
            raise ValueError("split by one calendar unit, and compare, within a period")
        self.unit = PeriodKind(times[0]) if times else None
        self.by_customer = Dimension.CUSTOMER in {*by, *where}
        if not self.by_customer:
            self._check_kept()

    def _check_kept(self) -> None:
        for dimension in (*self.by, *self.where):
            for metric in self.sums:
                if not metric.keeps(dimension):
                    raise ValueError(f"{metric.key} does not keep {dimension}")

    def answer(self) -> Table:
        stretches = self._stretches(self.unit)
        figures = self._read(self.sums, stretches, self.by)
        totals = _added(figures)
        counts = self._read(self.distinct, stretches, self.by)
        _merge(figures, counts)
        # Different customers do not add up: the total is counted anew.
        whole = self._read(self.distinct, self._stretches(None), ()) if self.by else counts
        _merge(totals, whole)
        periods = [row.period for row in stretches if row.series is _Series.NOW and row.period]
        return Table(
            columns=self.columns,
            by=self.by,
            period=self.period,
            where=self.where,
            periods=tuple(periods) if self.unit else (),
            rows=tuple(
                self._row(place, figures, periods) for place in self._places(figures, len(periods))
            ),
            total=self._row((), totals, periods),
        )

    def _stretches(self, unit: PeriodKind | None) -> list[_Stretch]:
        """The stretches of days to sum: the units of the period and of those compared with it."""
        wanted = {_Series.NOW: self.period}
        if self.compare and self.period is not None:
            wanted[_Series.PREVIOUS] = self.period.previous()
            wanted[_Series.LAST_YEAR] = self.period.last_year()
        return [
            _Stretch(series, number, part)
            for series, period in wanted.items()
            for number, part in enumerate(period.split(unit) if period and unit else [period])
        ]

    def _read(
        self, metrics: Sequence[Metric], stretches: Sequence[_Stretch], by: Sequence[Dimension]
    ) -> _Figures:
        """The figures of metrics of one sort in one statement."""
        figures: _Figures = defaultdict(lambda: defaultdict(dict))
        if not metrics:
            return figures
        reading: dict[int, list[Metric]] = defaultdict(list)
        for metric in metrics:
            reading[metric.posted.id].append(metric)
        ids = [dimension for dimension in by if not dimension.is_time]
        for posted, number, *rest in self._fetch(metrics, stretches, ids):
            stretch = stretches[number]
            held = dict(zip(ids, rest[: len(ids)], strict=True))
            place = tuple(held.get(dimension, stretch.unit) for dimension in by)
            values = rest[len(ids) :]
            for metric in reading[posted]:
                column = 0 if metric.is_distinct else _COLUMNS.index(metric.value)
                figures[stretch.series][place][metric.key] = int(values[column])
        return figures

    def _fetch(
        self, metrics: Sequence[Metric], stretches: Sequence[_Stretch], ids: Sequence[Dimension]
    ) -> list[tuple[int, ...]]:
        keys = "".join(f", e.{dimension}_id" for dimension in ids)
        values = _CUSTOMERS if metrics[0].is_distinct else _SUMS
        seen, kept = visible(metrics, self.reader), filtered(self.where)
        if self._is_all_of_customers(metrics):
            condition = (seen & kept).on("e")
            statement = _FROM_CUSTOMERS.format(keys=keys, values=values, condition=condition)
            return _run(statement, (*seen.params, *kept.params))
        seen &= _WITHIN_STRETCH
        if Dimension.CUSTOMER in self.where:
            # A customer's few entries are read by the customer, not by metric and day.
            seen = seen.without_index()
        from_entries = self.by_customer or metrics[0].is_distinct
        days = [value for row in stretches for value in day_range(row.period)]
        statement = _FROM_STRETCHES.format(
            stretches=", ".join(f"({number}, %s, %s)" for number in range(len(stretches))),
            keys=keys,
            values=values,
            table="ledger_entry" if from_entries else "ledger_rollup",
            condition=(seen & kept).on("e"),
        )
        return _run(statement, (*days, *seen.params, *kept.params))

    def _is_all_of_customers(self, metrics: Sequence[Metric]) -> bool:
        """Whether the rollup by customer has the answer: it knows no days and no people."""
        return (
            self.period is None
            and self.by_customer
            and {*self.by, *self.where} == {Dimension.CUSTOMER}
            and not metrics[0].is_distinct
            and sees_all(metrics, self.reader)
        )

    def _places(self, figures: _Figures, periods: int) -> list[_Place]:
        """All places with entries; a unit that only a longer compared period has is in no row."""
        places = {place for rows in figures.values() for place in rows}
        if self.unit:
            at = self.by.index(Dimension(self.unit))
            places = {place for place in places if place[at] < periods}
        return sorted(places)

    def _row(self, place: _Place, figures: _Figures, periods: Sequence[Period]) -> Row:
        key: Key = tuple(
            periods[part].start if dimension.is_time else part
            for dimension, part in zip(self.by, place, strict=False)
        )
        parts = {series: self._values(figures[series][place]) for series in _Series}
        if not self.compare:
            return Row(key, parts[_Series.NOW])
        return Row(key, parts[_Series.NOW], parts[_Series.PREVIOUS], parts[_Series.LAST_YEAR])

    def _values(self, sums: Mapping[str, int]) -> dict[str, Value]:
        return {
            row.key: row.of(sums.get(row.numerator, 0), sums.get(row.denominator, 0))
            if isinstance(row, Ratio)
            else sums.get(row.key, 0)
            for row in self.columns
        }


def _run(statement: str, params: Sequence[int]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows


def _added(figures: _Figures) -> _Figures:
    """Sums over all rows, under the empty key."""
    totals: _Figures = defaultdict(lambda: defaultdict(dict))
    for series, rows in figures.items():
        total = totals[series][()]
        for values in rows.values():
            for metric, value in values.items():
                total[metric] = total.get(metric, 0) + value
    return totals


def _merge(figures: _Figures, more: _Figures) -> None:
    for series, rows in more.items():
        for key, values in rows.items():
            figures[series][key] |= values
