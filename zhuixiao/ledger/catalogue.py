"""The catalogue of metrics: one definition of each number in the whole product."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess


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
        return self in _TIMES


_TIMES = frozenset(
    {Dimension.DAY, Dimension.WEEK, Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR}
)
# The dimensions that a metric may drop from its rollup, in the order of the rollup's columns.
OPTIONAL = (Dimension.CHANNEL, Dimension.PRODUCT, Dimension.REGION, Dimension.OPTION)

# What is read of an entry; the margin is what the cost leaves of the amount.
Column = Literal["quantity", "amount", "cost", "margin"]
# A quantity of goods is stored in thousandths of its unit: 1.5 m is 1500.
THOUSANDTHS = 1000
# None is a division by nothing: it is shown as a dash.
Value = int | Decimal | None


@dataclass(frozen=True)
class Metric:
    """A number over entries.

    Facts post entries under the metric's key; a metric with a `source` has none of its own and
    reads those of that metric: another `value` column of them, or the number of different
    customers in them (`aggregate="distinct_customers"`).

    `id` is stored and never changes. `module` decides who may see the number, and so does `field`,
    the key of a sensitive field ("catalog.cost"): see `may_read`. `dims` are the optional
    dimensions that its rollup keeps; employee and department are always kept.
    The entries of an `on_timeline` metric make the timeline of their customer.

    Money comes in minor units, a "quantity" of goods in thousandths of their unit.
    """

    id: int
    key: str
    label: str | Promise
    unit: Literal["count", "money", "quantity"]
    module: str
    dims: frozenset[Dimension] = frozenset()
    aggregate: Literal["sum", "distinct_customers"] = "sum"
    source: str = ""
    value: Column = "quantity"
    on_timeline: bool = False
    field: str = ""

    def __post_init__(self) -> None:
        if self.aggregate == "distinct_customers" and not self.source:
            raise ValueError(f"metric {self.key} counts customers of no source")
        if not self.dims <= set(OPTIONAL):
            raise ValueError(f"metric {self.key} keeps a dimension that is not optional")
        if self.unit == "quantity" and (self.is_distinct or self.value != "quantity"):
            raise ValueError(f"metric {self.key} calls something else a quantity")

    @property
    def is_distinct(self) -> bool:
        return self.aggregate == "distinct_customers"

    @property
    def posted(self) -> "Metric":
        """The metric whose entries this one reads."""
        return get(self.source) if self.source else self

    def of(self, quantity: int, amount: int, cost: int) -> int:
        """What the metric takes from the columns of an entry, or from the sums of them."""
        match self.value:
            case "quantity":
                return quantity
            case "amount":
                return amount
            case "cost":
                return cost
            case "margin":
                return amount - cost

    def in_units(self, value: int) -> int | Decimal:
        """A value as a number of units: thousandths of a quantity as whole ones; money stays in
        minor units."""
        return Decimal(value) / THOUSANDTHS if self.unit == "quantity" else value

    def keeps(self, dimension: Dimension) -> bool:
        """Whether the rollup can split or filter the number by this dimension."""
        return dimension not in OPTIONAL or dimension in self.posted.dims


@dataclass(frozen=True)
class Ratio:
    """One metric divided by another.

    A percentage comes in basis points, money in minor units, a number with two decimals;
    all are rounded half up. A quantity counts in units: money by quantity is a price a unit.
    """

    key: str
    label: str | Promise
    unit: Literal["percent", "money", "number"]
    numerator: str
    denominator: str

    def of(self, numerator: int | Decimal, denominator: int | Decimal) -> Value:
        """The ratio of two sums, each `in_units` of its metric; division by nothing is None."""
        if denominator == 0:
            return None
        quotient = Decimal(numerator) / Decimal(denominator)
        match self.unit:
            case "percent":
                return int((quotient * 10_000).quantize(Decimal(1), ROUND_HALF_UP))
            case "money":
                return int(quotient.quantize(Decimal(1), ROUND_HALF_UP))
            case "number":
                return quotient.quantize(Decimal("0.01"), ROUND_HALF_UP)


_rows: dict[str, Metric | Ratio] = {}
_by_id: dict[int, Metric] = {}


def register(*rows: Metric | Ratio) -> None:
    """Declare metrics and ratios; called once by each app in AppConfig.ready().

    Raises ValueError for a key or an id that another one has.
    """
    for row in rows:
        if row.key in _rows or (isinstance(row, Metric) and row.id in _by_id):
            raise ValueError(f"metric {row.key} is declared twice, or its id is taken")
        _rows[row.key] = row
        if isinstance(row, Metric):
            _by_id[row.id] = row


def find(key: str) -> Metric | Ratio:
    """The metric or ratio of this key; KeyError for an unknown one."""
    return _rows[key]


def get(key: str) -> Metric:
    """The metric of this key; KeyError for an unknown one or a ratio."""
    row = _rows[key]
    if isinstance(row, Ratio):
        raise KeyError(key)
    return row


def by_id(metric_id: int) -> Metric:
    """The metric of a stored id; KeyError for an unknown one."""
    return _by_id[metric_id]


def rows() -> list[Metric | Ratio]:
    """All metrics and ratios, as their apps declared them."""
    return list(_rows.values())


def metrics() -> list[Metric]:
    """All metrics, ratios left out."""
    return list(_by_id.values())


def counts_customers(metric_id: int) -> bool:
    """Whether some metric is the number of different customers in the entries of this one."""
    return any(row.is_distinct and row.posted.id == metric_id for row in metrics())


def parts(row: Metric | Ratio) -> tuple[Metric, ...]:
    """What a figure is computed from; the first is the one whose entries it opens to."""
    if isinstance(row, Ratio):
        return (get(row.numerator), get(row.denominator))
    return (row,)


def may_read(access: Access, row: Metric | Ratio) -> bool:
    """Whether a person may see the figures of a metric, or of everything that a ratio is made of.

    The module must be open to the person, and the metric's sensitive field, if it has one: who sees
    it masked would learn it from the sum.
    """
    return all(access.may(part.module, "view") and _is_open(access, part) for part in parts(row))


def _is_open(access: Access, row: Metric) -> bool:
    return not row.field or access.field(row.field) in {FieldAccess.READ, FieldAccess.WRITE}
