"""The catalogue of metrics: one definition of each number in the whole product."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise


class Dimension(StrEnum):
    """What a number can be split by: whose, of what, when."""

    EMPLOYEE = "employee"
    DEPARTMENT = "department"
    CUSTOMER = "customer"
    CHANNEL = "channel"
    PRODUCT = "product"
    REGION = "region"
    OPTION = "option"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def is_time(self) -> bool:
        return self in TIMES


TIMES = frozenset(
    {Dimension.DAY, Dimension.WEEK, Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR}
)
OPTIONAL = (Dimension.CHANNEL, Dimension.PRODUCT, Dimension.REGION, Dimension.OPTION)

Unit = Literal["count", "money", "percent", "number"]
Aggregate = Literal["sum", "distinct_customers"]
Column = Literal["quantity", "amount", "cost"]


@dataclass(frozen=True)
class Metric:
    """A number that facts post, or (`distinct_customers`) the number of different customers in the
    entries of its `source` metric.

    `id` is stored and never changes. `module` decides who may see it. `dims` are the optional
    dimensions that its rollup keeps; employee and department are always kept.
    """

    id: int
    key: str
    label: str | Promise
    unit: Unit
    module: str
    dims: frozenset[Dimension] = frozenset()
    aggregate: Aggregate = "sum"
    source: str = ""
    value: Column = "quantity"
    on_timeline: bool = False


@dataclass(frozen=True)
class Ratio:
    """A formula over two metrics; division by nothing is None, which is shown as a dash."""

    key: str
    label: str | Promise
    unit: Unit
    numerator: str
    denominator: str


_metrics: dict[str, Metric] = {}
_ratios: dict[str, Ratio] = {}


def register(*rows: Metric | Ratio) -> None:
    """Declare metrics; called once by each app in AppConfig.ready().

    Raises ValueError for a key or an id that another metric has.
    """
    for row in rows:
        known = _metrics.get(row.key) or _ratios.get(row.key)
        if known == row:
            continue
        if known is not None or (
            isinstance(row, Metric) and any(old.id == row.id for old in _metrics.values())
        ):
            raise ValueError(f"metric {row.key} is declared twice")
        if isinstance(row, Metric):
            _metrics[row.key] = row
        else:
            _ratios[row.key] = row


def get(key: str) -> Metric:
    """The metric of this key; KeyError for an unknown one."""
    return _metrics[key]


def find(key: str) -> Metric | Ratio:
    """The metric or ratio of this key; KeyError for an unknown one."""
    return _ratios[key] if key in _ratios else _metrics[key]


def all_metrics() -> Mapping[str, Metric]:
    return dict(_metrics)


def by_id(metric_id: int) -> Metric:
    """The metric of a stored id; KeyError for an unknown one."""
    return next(row for row in _metrics.values() if row.id == metric_id)


def timeline_ids() -> list[int]:
    """The metrics whose entries make a customer's timeline."""
    return [row.id for row in _metrics.values() if row.on_timeline]
