"""The one query function: sums and counts of metrics by dimensions in a period."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from django.db import connection
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period, PeriodKind

from .. import catalogue
from ..catalogue import Dimension, Metric, Ratio, Value
from .choosing import ENTRIES, Chosen, choose
from .conditions import Where, days_of, filtered, visible
from .tables import Key, Row, Table, value_of
from .units import Units, units_of

# A part for each period compared: its days are a constant range of the rollup's key, which both
# databases read as such (a join with a list of periods made PostgreSQL read the whole table).
_PART = """
SELECT {number}, {unit}, e.metric{keys}, {values}
FROM {table} e WHERE {condition} GROUP BY {groups}
"""


class _Series(StrEnum):
    """Which of the compared periods a figure belongs to."""

    NOW = "values"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"


_Place = tuple[int, ...]  # A row's ids, with the index of the unit for a time.
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
    with_total: bool = True,
) -> Table:
    """The figures of metrics and ratios in a period (None is ever), split by dimensions.

    `where` keeps the entries whose dimension holds one of the ids. `compare` adds the previous
    period and the same one a year ago. The numbers are those that `visible_to` may see: NotAllowed
    for a metric that the employee may not read (`catalogue.may_read`), or a ratio with such a part.

    Without `with_total` the total of different customers is not counted, and 0: counting them
    over all rows costs more than in each, and few who split look at it.

    Sums come from the rollups; what is split or filtered by customer from the entries, unless it
    is all customers' all time. Raises RuleError for a dimension that a metric does not keep.
    """
    return _Question(
        tuple(catalogue.find(key) for key in metrics),
        period,
        tuple(by),
        dict(where or {}),
        visible_to,
        compare=compare,
        with_total=with_total,
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
        with_total: bool,
    ) -> None:
        self.columns, self.period, self.by, self.where = columns, period, by, where
        self.reader, self.compare, self.with_total = reader, compare, with_total
        parts = {part.key: part for column in columns for part in catalogue.parts(column)}
        self.sums = [part for part in parts.values() if not part.is_distinct]
        self.distinct = [part for part in parts.values() if part.is_distinct]
        times = [dimension for dimension in by if dimension.is_time]
        if len(times) > 1 or (period is None and (times or compare)):
            raise RuleError(_("A split by one calendar unit, and a comparison, need a period."))
        self.unit = PeriodKind(times[0]) if times else None
        # Where the calendar unit stands in a key.
        self.time_at = by.index(times[0]) if times else 0
        self.by_customer = Dimension.CUSTOMER in {*by, *where}
        if not self.by_customer:
            self._check_kept()

    def _check_kept(self) -> None:
        for dimension in (*self.by, *self.where):
            for metric in self.sums:
                if not metric.keeps(dimension):
                    raise RuleError(
                        _("%(metric)s cannot be split or filtered by %(dimension)s.")
                        % {"metric": metric.label, "dimension": dimension}
                    )

    def answer(self) -> Table:
        figures = self._read(self.sums, self.by)
        total = _added(figures)
        counts = self._read(self.distinct, self.by)
        _merge(figures, counts)
        # Different customers do not add up: the total is counted anew.
        if not self.by:
            _merge(total, counts)
        elif self.with_total:
            _merge(total, self._read(self.distinct, ()))
        periods = self.period.split(self.unit) if self.period and self.unit else []
        return Table(
            columns=self.columns,
            by=self.by,
            period=self.period,
            where=self.where,
            periods=tuple(periods),
            rows=tuple(
                self._row(place, figures, periods) for place in self._places(figures, len(periods))
            ),
            total=self._row((), total, periods),
        )

    def _compared(self) -> dict[_Series, Period | None]:
        if not self.compare or self.period is None:
            return {_Series.NOW: self.period}
        return {
            _Series.NOW: self.period,
            _Series.PREVIOUS: self.period.previous(),
            _Series.LAST_YEAR: self.period.last_year(),
        }

    def _read(self, metrics: Sequence[Metric], by: Sequence[Dimension]) -> _Figures:
        """The figures of metrics of one sort, in one statement."""
        figures: _Figures = defaultdict(lambda: defaultdict(dict))
        if not metrics:
            return figures
        reading: dict[int, list[Metric]] = defaultdict(list)
        for metric in metrics:
            reading[metric.posted.id].append(metric)
        ids = [dimension for dimension in by if not dimension.is_time]
        compared = self._compared()
        units = [units_of(period, self.unit if by else None) for period in compared.values()]
        indexes = [{code: index for index, code in enumerate(row.codes)} for row in units]
        series = list(compared)
        chosen = choose(
            metrics,
            by=[*ids, Dimension(self.unit)] if self.unit else ids,
            where=self.where,
            periods=compared.values(),
            reader=self.reader,
        )
        found = self._found(chosen, metrics, compared.values(), units, ids)
        if not chosen.is_exact(found):
            found = self._found(ENTRIES, metrics, compared.values(), units, ids)
        width, at = len(ids), self.time_at
        for number, code, posted, *rest in found:
            place = tuple(rest[:width])
            if width < len(by):
                place = (*place[:at], indexes[number][code], *place[at:])
            values = [int(value) for value in rest[width:]]
            for metric in reading[posted]:
                value = values[0] if metric.is_distinct else metric.of(*values)
                figures[series[number]][place][metric.key] = value
        return figures

    def _found(
        self,
        chosen: Chosen,
        metrics: Sequence[Metric],
        periods: Collection[Period | None],
        units: Sequence[Units],
        ids: Sequence[Dimension],
    ) -> list[tuple[int, ...]]:
        """Rows of the index of a period, a code of its unit, a metric, ids, and values."""
        seen, kept = visible(metrics, self.reader) & chosen.condition, filtered(self.where)
        keys = [f"e.{dimension}_id" for dimension in ids]
        parts: list[str] = []
        params: list[int] = []
        for number, (period, unit) in enumerate(zip(periods, units, strict=True)):
            shown = seen & days_of(period)
            if Dimension.CUSTOMER in self.where:
                # A customer's few entries are read by the customer, not by metric and day.
                shown = shown.without_index()
            condition = kept & shown
            params += condition.params
            parts.append(
                _PART.format(
                    number=number,
                    unit=unit.sql,
                    keys="".join(f", {key}" for key in keys),
                    values=chosen.values,
                    table=chosen.table,
                    condition=condition.on("e"),
                    groups=", ".join(["e.metric", *keys, *unit.groups]),
                )
            )
        with connection.cursor() as cursor:
            cursor.execute("UNION ALL".join(parts), params)
            rows: list[tuple[int, ...]] = cursor.fetchall()
        return rows

    def _places(self, figures: _Figures, periods: int) -> list[_Place]:
        """All places with entries; a unit that only a longer compared period has is in no row."""
        places = {place for rows in figures.values() for place in rows}
        if self.unit:
            places = {place for place in places if place[self.time_at] < periods}
        return sorted(places)

    def _row(self, place: _Place, figures: _Figures, periods: Sequence[Period]) -> Row:
        key: Key = place
        if place and periods:
            at = self.time_at
            key = (*place[:at], periods[place[at]].start, *place[at + 1 :])
        if not self.compare:
            return Row(key, self._values(figures[_Series.NOW][place]))
        parts = {series: self._values(figures[series][place]) for series in _Series}
        return Row(key, parts[_Series.NOW], parts[_Series.PREVIOUS], parts[_Series.LAST_YEAR])

    def _values(self, sums: Mapping[str, int]) -> dict[str, Value]:
        return {row.key: value_of(row, sums) for row in self.columns}


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
