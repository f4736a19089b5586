"""What somebody reached: figures with their change, the months behind, and targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension, Value
from zhuixiao.ledger.queries import query

from .. import metrics
from .whose import Whose

_SHOWN = (
    metrics.ORDER_AMOUNT.key,
    metrics.RECEIVED_AMOUNT.key,
    metrics.MARGIN.key,
    metrics.SPENT_AMOUNT.key,
    metrics.PLACED.key,
    metrics.AVERAGE_ORDER.key,
    metrics.MARGIN_RATE.key,
    metrics.WON.key,
    metrics.WIN_RATE.key,
    "customers.added",
    "activities.contacts",
)
_MONTHLY = (metrics.ORDER_AMOUNT.key, metrics.RECEIVED_AMOUNT.key, metrics.MARGIN.key)
MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """A number that opens; `change` is against the period before in basis points, None where
    there is nothing to compare with."""

    label: object
    value: Value
    unit: str
    link: str
    change: int | None


@dataclass(frozen=True)
class Part:
    """A column of the chart, drawn 240 wide and 100 high; `series` counts from 1."""

    series: int
    label: object
    value: Value
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Bar:
    """One month: its columns in the chart and the numbers of the table beside it."""

    label: str
    values: Sequence[tuple[Value, str]]
    parts: Sequence[Part]


@dataclass(frozen=True)
class Months:
    """`is_empty` where nothing at all was reached in the twelve."""

    labels: Sequence[object]
    bars: Sequence[Bar]
    is_empty: bool


def figures(whose: Whose, period: Period, *, reader: Employee) -> list[Figure]:
    """The key figures of a period, as far as the reader may see them."""
    shown = readable(_SHOWN, reader)
    table = query(shown, period=period, where=whose.where, visible_to=reader, compare=True)
    return [
        Figure(
            catalogue.find(key).label,
            table.total.values[key],
            catalogue.find(key).unit,
            table.link(key),
            _change(table.total.values[key], table.total.previous[key]),
        )
        for key in shown
    ]


def months(whose: Whose, *, until: date, reader: Employee) -> Months:
    """Twelve months up to the one of a day."""
    last = Period.of(PeriodKind.MONTH, until)
    first = last
    for _number in range(MONTHS - 1):
        first = first.previous()
    shown = readable(_MONTHLY, reader)
    table = query(
        shown,
        period=Period(first.start, last.end),
        by=[Dimension.MONTH],
        where=whose.where,
        visible_to=reader,
    )
    rows = [(part.start, table.row(part.start)) for part in table.periods]
    highest = max((int(row.values[key] or 0) for _day, row in rows for key in shown), default=0)
    labels = [catalogue.find(key).label for key in shown]
    bars = []
    for place, (day, row) in enumerate(rows):
        parts = []
        for series, key in enumerate(shown):
            height = max(int(row.values[key] or 0), 0) * 98 // highest if highest else 0
            x = place * 20 + 3 + series * 5
            parts.append(Part(series + 1, labels[series], row.values[key], x, 100 - height, height))
        values = [(row.values[key], table.link(key, day)) for key in shown]
        bars.append(Bar(f"{day:%Y-%m}", values, parts))
    is_empty = not any(row.values[key] for _day, row in rows for key in shown)
    return Months(labels, bars, is_empty)


def readable(keys: Sequence[str], reader: Employee) -> list[str]:
    """Those of the metrics that the reader may see at all."""
    return [key for key in keys if catalogue.may_read(reader.access, catalogue.find(key))]


def _change(now: Value, before: Value) -> int | None:
    if now is None or not before or before < 0:
        return None
    return round((now - before) * 10_000 / before)
