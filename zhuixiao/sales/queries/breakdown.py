"""Sales split by one thing: by whom, where, what, for whom, from where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue, names
from zhuixiao.ledger.catalogue import Dimension, Value
from zhuixiao.ledger.queries import drill_link, query

from .. import metrics
from .performance import readable
from .whose import Whose

# A province is the first two digits of the code of each of its districts (GB/T 2260).
_PROVINCE = 10_000
_SALES = (metrics.SALES.key, metrics.MARGIN.key, metrics.MARGIN_RATE.key)
_ORDERS = (metrics.PLACED.key, metrics.ORDER_AMOUNT.key)
_MONEY = (metrics.RECEIVED_AMOUNT.key,)
MOST = 200

SPLITS: dict[str, str | Promise] = {
    "employee": gettext_lazy("By person"),
    "department": gettext_lazy("By department"),
    "region": gettext_lazy("By province"),
    "product": gettext_lazy("By product"),
    "customer": gettext_lazy("By customer"),
    "channel": gettext_lazy("By channel"),
}


@dataclass(frozen=True)
class Cell:
    value: Value
    unit: str
    link: str


@dataclass(frozen=True)
class Line:
    """`share` is of the sales of all, in basis points."""

    name: str
    cells: Sequence[Cell]
    share: int


@dataclass(frozen=True)
class Breakdown:
    """Lines by sales, the largest first; `left_out` says how many more there are."""

    labels: Sequence[object]
    lines: Sequence[Line]
    total: Sequence[Cell]
    left_out: int


def breakdown(split: str, whose: Whose, period: Period, *, reader: Employee) -> Breakdown:
    """The sales of a period by one of SPLITS."""
    dimension = Dimension(split)
    shown = _columns(dimension, reader)
    table = query(shown, period=period, by=[dimension], where=whose.where, visible_to=reader)
    groups: dict[int, list[int]] = {}
    for row in table.rows:
        pk = int(str(row.key[0]))
        whole = pk // _PROVINCE * _PROVINCE if dimension is Dimension.REGION else pk
        groups.setdefault(whole, []).append(pk)
    sums = {key: {pk: table.row(pk).values for pk in ids} for key, ids in groups.items()}
    sales = {
        key: sum(int(values[shown[0]] or 0) for values in rows.values())
        for key, rows in sums.items()
    }
    ranked = sorted(groups, key=lambda key: (-sales[key], key))[:MOST]
    called = names.of(dimension, ranked, visible_to=reader)
    whole_sales = sum(sales.values())
    return Breakdown(
        labels=[catalogue.find(key).label for key in shown],
        lines=[
            Line(
                called.get(key) or _("Unknown"),
                [
                    Cell(
                        _added(metric, list(sums[key].values())),
                        catalogue.find(metric).unit,
                        drill_link(
                            metric, period=period, where={**whose.where, dimension: groups[key]}
                        )
                        if len(groups[key]) <= MOST
                        else "",
                    )
                    for metric in shown
                ],
                sales[key] * 10_000 // whole_sales if whole_sales > 0 else 0,
            )
            for key in ranked
        ],
        total=[
            Cell(table.total.values[key], catalogue.find(key).unit, table.link(key))
            for key in shown
        ],
        left_out=len(groups) - len(ranked),
    )


def _columns(dimension: Dimension, reader: Employee) -> list[str]:
    """What this dimension can be split into: the lines of orders know products, payments none."""
    if dimension is Dimension.PRODUCT:
        return readable((metrics.SALES.key, metrics.UNITS.key, *_SALES[1:]), reader)
    if dimension in {Dimension.REGION, Dimension.CHANNEL}:
        return readable((*_SALES[:1], *_ORDERS, *_SALES[1:]), reader)
    return readable((*_SALES[:1], *_ORDERS, *_SALES[1:], *_MONEY), reader)


def _added(key: str, rows: Sequence[Mapping[str, Value]]) -> Value:
    """The figure of several rows together; the parts of a ratio are among the columns."""
    row = catalogue.find(key)
    if not isinstance(row, catalogue.Ratio):
        return sum(int(values[key] or 0) for values in rows)
    parts = [sum(int(values[part.key] or 0) for values in rows) for part in catalogue.parts(row)]
    return row.of(*parts)
