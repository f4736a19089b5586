"""The one query function: metrics by dimensions over a period, as one person may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind

from ..catalogue import OPTIONAL, Dimension, Metric, Ratio, find, get
from ..models import CustomerRollup, Entry, Rollup
from ..postings import as_number
from .scope import Where, matching, visible

Key = tuple[int | date, ...]
Values = dict[str, int]


@dataclass
class Row:
    """The values of one combination of dimensions: ids, and first days for time dimensions."""

    key: Key
    values: dict[str, float | None] = field(default_factory=dict)
    previous: dict[str, float | None] = field(default_factory=dict)
    last_year: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Rows by key, and the totals over all rows, which is not their sum for distinct counts."""

    metrics: tuple[str, ...]
    by: tuple[Dimension, ...]
    period: Period | None
    rows: tuple[Row, ...]
    total: Row

    def row(self, *key: int | date) -> Row:
        """The row of this key; an empty one where nothing happened."""
        found = next((row for row in self.rows if row.key == key), None)
        return found or _row(key, self.metrics, {})

    def value(self, metric: str, *key: int | date) -> float | None:
        """One figure; without a key the total."""
        return (self.row(*key) if key else self.total).values[metric]


def query(
    metrics: Sequence[str],
    *,
    period: Period | None,
    by: Sequence[Dimension] = (),
    where: Where | None = None,
    visible_to: Employee,
    compare: bool = False,
) -> Table:
    """Metrics and ratios by dimensions over a period (None: of all time).

    `compare` adds the values of the previous period and of the same period last year, matched by
    the other dimensions (time dimensions cannot be compared). Raises NotAllowed for a metric of a
    module that the person may not view, KeyError for an unknown metric.
    """
    wanted = _parts(metrics)
    ask = _Question(wanted, tuple(by), where, visible_to)
    now = ask.answer(period)
    then: dict[Key, Values] = {}
    year_ago: dict[Key, Values] = {}
    if compare and period is not None and not any(row.is_time for row in by):
        then, year_ago = ask.answer(period.previous()), ask.answer(period.last_year())
    rows = [_row(key, metrics, now[key], then.get(key), year_ago.get(key)) for key in sorted(now)]
    totals = ask if by else None
    if totals is None:
        total = rows[0] if rows else _row((), metrics, {})
    else:
        whole = _Question(wanted, (), where, visible_to)
        total = _row(
            (),
            metrics,
            whole.answer(period).get((), {}),
            whole.answer(period.previous()).get(()) if then and period else None,
            whole.answer(period.last_year()).get(()) if year_ago and period else None,
        )
    return Table(tuple(metrics), tuple(by), period, tuple(rows), total)


def _parts(metrics: Sequence[str]) -> list[Metric]:
    """The stored metrics behind metrics and ratios, each once."""
    keys: dict[str, None] = {}
    for key in metrics:
        row = find(key)
        parts = [row.numerator, row.denominator] if isinstance(row, Ratio) else [row.key]
        keys.update(dict.fromkeys(parts))
    return [get(key) for key in keys]


def _row(
    key: Key,
    metrics: Sequence[str],
    values: Values,
    previous: Values | None = None,
    last_year: Values | None = None,
) -> Row:
    return Row(
        key,
        _shown(metrics, values),
        _shown(metrics, previous or {}),
        _shown(metrics, last_year or {}),
    )


def _shown(metrics: Sequence[str], values: Values) -> dict[str, float | None]:
    """Stored values as asked for: absent is 0, a ratio over nothing is None."""
    shown: dict[str, float | None] = {}
    for key in metrics:
        row = find(key)
        if isinstance(row, Ratio):
            below = values.get(row.denominator, 0)
            shown[key] = values.get(row.numerator, 0) / below if below else None
        else:
            shown[key] = values.get(key, 0)
    return shown


@dataclass(frozen=True)
class _Question:
    metrics: Sequence[Metric]
    by: tuple[Dimension, ...]
    where: Where | None
    visible_to: Employee

    def answer(self, period: Period | None) -> dict[Key, Values]:
        """Values by key for one period."""
        found: dict[Key, Values] = {}
        sums = [row for row in self.metrics if row.aggregate == "sum"]
        for group in self._by_visibility(sums):
            self._sum(group, period, found)
        for metric in self.metrics:
            if metric.aggregate == "distinct_customers":
                self._count_customers(metric, period, found)
        return found

    def _by_visibility(self, metrics: Sequence[Metric]) -> list[list[Metric]]:
        """Metrics that one statement can serve: same module, and the dimensions that they keep."""
        groups: dict[tuple[str, bool], list[Metric]] = {}
        for metric in metrics:
            key = (metric.module, self._needs_entries(metric))
            groups.setdefault(key, []).append(metric)
        return list(groups.values())

    def _needs_entries(self, metric: Metric) -> bool:
        """Whether a dimension is asked for that the rollup of this metric does not keep."""
        asked = {*self.by, *(self.where or {})}
        if Dimension.CUSTOMER in asked:
            return True
        return any(dim in asked and dim not in metric.dims for dim in OPTIONAL)

    def _rows(self, metrics: Sequence[Metric], period: Period | None) -> QuerySet[Any]:
        ids = [row.id for row in metrics]
        condition = visible(metrics[0], self.visible_to) & matching(self.where)
        if not self._needs_entries(metrics[0]):
            model: Any = Rollup
        elif self._is_of_all_time(period):
            model = CustomerRollup
        else:
            model = Entry
        rows: QuerySet[Any] = model.objects.filter(condition, metric__in=ids)
        if period is not None:
            rows = rows.filter(day__range=(as_number(period.start), as_number(period.end)))
        return rows

    def _is_of_all_time(self, period: Period | None) -> bool:
        """By customer alone, without a narrower scope: the rollup by customer knows it."""
        asked = {*self.by, *(self.where or {})}
        sees_all = all(self.visible_to.access.scope(row.module) == "all" for row in self.metrics)
        return period is None and asked == {Dimension.CUSTOMER} and sees_all

    def _sum(
        self, metrics: Sequence[Metric], period: Period | None, found: dict[Key, Values]
    ) -> None:
        rows = self._rows(metrics, period)
        names, rows = _group(rows, self.by, period)
        columns = {row.value for row in metrics}
        totals = {f"sum_{name}": Sum(name) for name in columns}
        by_id = {row.id: row for row in metrics}
        for *key, metric_id, values in _tuples(rows, [*names, "metric"], totals):
            metric = by_id[metric_id]
            place = found.setdefault(_key(key, self.by, period), {})
            place[metric.key] = place.get(metric.key, 0) + values[f"sum_{metric.value}"]

    def _count_customers(
        self, metric: Metric, period: Period | None, found: dict[Key, Values]
    ) -> None:
        """Different customers among the entries of the source metric; customer 0 is nobody."""
        source = get(metric.source)
        condition = visible(source, self.visible_to) & matching(self.where) & ~Q(customer_id=0)
        rows = Entry.objects.filter(condition, metric=source.id)
        if period is not None:
            rows = rows.filter(day__range=(as_number(period.start), as_number(period.end)))
        names, grouped = _group(rows, self.by, period)
        counted = {"customers": Count("customer_id", distinct=True)}
        for *key, values in _tuples(grouped, names, counted):
            found.setdefault(_key(key, self.by, period), {})[metric.key] = values["customers"]


def _group(
    rows: QuerySet[Any], by: Sequence[Dimension], period: Period | None
) -> tuple[list[str], QuerySet[Any]]:
    """Names of the columns to group by, and the rows annotated with the time buckets."""
    names: list[str] = []
    for dimension in by:
        if not dimension.is_time:
            names.append(f"{dimension}_id")
            continue
        names.append(f"in_{dimension}")
        rows = rows.annotate(**{f"in_{dimension}": _bucket(dimension, period)})
    return names, rows


def _bucket(dimension: Dimension, period: Period | None) -> Any:
    """Days, months and years by arithmetic; weeks and quarters by their number in the period."""
    match dimension:
        case Dimension.DAY:
            return F("day")
        case Dimension.MONTH:
            return F("day") / 100
        case Dimension.YEAR:
            return F("day") / 10_000
    if period is None:
        raise ValueError("weeks and quarters need a period")
    parts = period.split(PeriodKind(dimension))
    return Case(
        *(When(day__lte=as_number(part.end), then=Value(i)) for i, part in enumerate(parts)),
        output_field=IntegerField(),
    )


def _tuples(rows: QuerySet[Any], names: Sequence[str], totals: dict[str, Any]) -> Any:
    """Grouped rows as (*names, {total: value})."""
    if not names:
        values = rows.aggregate(**totals)
        if any(value for value in values.values()):
            yield (values,)
        return
    for row in rows.values(*names).annotate(**totals):
        yield (*(row[name] for name in names), {name: row[name] or 0 for name in totals})


def _key(values: Sequence[Any], by: Sequence[Dimension], period: Period | None) -> Key:
    """Ids as they are; a time bucket as its first day."""
    return tuple(
        _first_day(value, dimension, period) if dimension.is_time else value
        for value, dimension in zip(values, by, strict=True)
    )


def _first_day(value: int, dimension: Dimension, period: Period | None) -> date:
    match dimension:
        case Dimension.DAY:
            return date(value // 10_000, value // 100 % 100, value % 100)
        case Dimension.MONTH:
            return date(value // 100, value % 100, 1)
        case Dimension.YEAR:
            return date(value, 1, 1)
    if period is None:
        raise ValueError("weeks and quarters need a period")
    return period.split(PeriodKind(dimension))[value].start
