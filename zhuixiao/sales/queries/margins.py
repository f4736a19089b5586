"""The margin of every single product (S63): who carries the company, who loses money."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension, Value
from zhuixiao.ledger.queries import query

from .. import metrics
from ..totals import share_bp
from .whose import Whose

_COLUMNS = (
    metrics.UNITS.key,
    metrics.SALES.key,
    metrics.SALES_COST.key,
    metrics.MARGIN.key,
    metrics.MARGIN_RATE.key,
)
# ABC by the share of sales (Pareto): those that make the first 80 %, the next 15 %, the rest.
_A, _B = 8_000, 9_500


class Show(models.TextChoices):
    ALL = "all", gettext_lazy("All")
    A = "a", "A"
    B = "b", "B"
    C = "c", "C"
    LOSS = "loss", gettext_lazy("Sold at a loss")


@dataclass(frozen=True)
class Links:
    """Where each figure of a line opens."""

    units: str
    sales: str
    cost: str
    margin: str
    rate: str


@dataclass(frozen=True)
class Line:
    """`share` of all sales and the share of it and all before it, in basis points."""

    name: str
    sku: str
    units: Value
    sales: int
    cost: int
    margin: int
    rate: Value
    share: int
    running: int
    letter: str
    links: Links

    @property
    def is_loss(self) -> bool:
        return self.margin < 0


@dataclass(frozen=True)
class Margins:
    """All products sold, the largest sales first, and how many of each kind there are."""

    lines: Sequence[Line]
    counts: dict[str, int]
    total: Line


def margins(whose: Whose, period: Period, *, reader: Employee) -> Margins:
    """Units, sales, cost and margin of each product. Raises NotAllowed without the right to costs.

    Needs two statements, however many products there are.
    """
    table = query(
        _COLUMNS, period=period, by=[Dimension.PRODUCT], where=whose.where, visible_to=reader
    )
    rows = [(int(str(row.key[0])), row.values) for row in table.rows]
    products = {
        pk: (name, sku)
        for pk, name, sku in Product.objects.filter(pk__in=[pk for pk, _values in rows])
        .order_by()
        .values_list("pk", "name", "sku")
    }
    rows.sort(key=lambda row: (-int(row[1][metrics.SALES.key] or 0), row[0]))
    whole = sum(max(int(values[metrics.SALES.key] or 0), 0) for _pk, values in rows)
    lines: list[Line] = []
    before = 0
    for pk, values in rows:
        sales = int(values[metrics.SALES.key] or 0)
        letter = (
            "A" if before * 10_000 < _A * whole else "B" if before * 10_000 < _B * whole else "C"
        )
        before += max(sales, 0)
        name, sku = products.get(pk, (_("Without a product"), ""))
        lines.append(
            Line(
                name=name,
                sku=sku,
                units=values[metrics.UNITS.key],
                sales=sales,
                cost=int(values[metrics.SALES_COST.key] or 0),
                margin=int(values[metrics.MARGIN.key] or 0),
                rate=values[metrics.MARGIN_RATE.key],
                share=share_bp(sales, whole),
                running=share_bp(before, whole),
                letter=letter,
                links=Links(*(table.link(key, pk) for key in _COLUMNS)),
            )
        )
    counts = {show.value: sum(1 for line in lines if fits(line, show)) for show in Show}
    values = table.total.values
    total = Line(
        name="",
        sku="",
        units=values[metrics.UNITS.key],
        sales=int(values[metrics.SALES.key] or 0),
        cost=int(values[metrics.SALES_COST.key] or 0),
        margin=int(values[metrics.MARGIN.key] or 0),
        rate=values[metrics.MARGIN_RATE.key],
        share=10_000,
        running=10_000,
        letter="",
        links=Links(*(table.link(key) for key in _COLUMNS)),
    )
    return Margins(lines, counts, total)


def fits(line: Line, show: Show) -> bool:
    """Whether a line belongs to what the page shows."""
    if show == Show.ALL:
        return True
    return line.is_loss if show == Show.LOSS else line.letter == show.label
