"""Sales split by one thing: by whom, where, what, for whom, from where."""

from collections.abc import Collection, Mapping, Sequence
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
from ..totals import share_bp
from .performance import readable
from .whose import Whose

# A province is the first two digits of the code of each of its districts (GB/T 2260).
_PROVINCE = 10_000
_SALES = (metrics.SALES.key, metrics.MARGIN.key, metrics.MARGIN_RATE.key)
_ORDERS = (metrics.PLACED.key, metrics.ORDER_AMOUNT.key)
_MONEY = (metrics.RECEIVED_AMOUNT.key,)
MOST = 200
Values = Mapping[str, Value]

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
    """The sales of a period by one of SPLITS; what the reader may not know by name (a customer
    who has left his hands) is one line that does not open."""
    dimension = Dimension(split)
    shown = _columns(dimension, reader)
    table = query(shown, period=period, by=[dimension], where=whose.where, visible_to=reader)
    groups: dict[int, dict[int, Values]] = {}
    for row in table.rows:
        pk = int(str(row.key[0]))
        whole = pk // _PROVINCE * _PROVINCE if dimension is Dimension.REGION else pk
        groups.setdefault(whole, {})[pk] = row.values
    sales = {key: _sum(shown[0], rows.values()) for key, rows in groups.items()}
    ranked = sorted(groups, key=lambda key: (-sales[key], key))[:MOST]
    called = names.of(dimension, ranked, visible_to=reader)
    all_sales = sum(sales.values())

    def line(name: str, rows: Mapping[int, Values], *, opens: bool) -> Line:
        where = {**whose.where, dimension: list(rows)}
        return Line(
            name,
            [
                Cell(
                    _added(key, rows.values()),
                    catalogue.find(key).unit,
                    drill_link(key, period=period, where=where) if opens else "",
                )
                for key in shown
            ],
            share_bp(_sum(shown[0], rows.values()), all_sales) if all_sales > 0 else 0,
        )

    lines = [
        line(called.get(key) or _("Unknown"), groups[key], opens=True)
        for key in ranked
        if not key or key in called
    ]
    nameless = [groups[key] for key in ranked if key and key not in called]
    if nameless:
        rows = {pk: values for group in nameless for pk, values in group.items()}
        lines.append(line(_("Others (not open to you)"), rows, opens=False))
    return Breakdown(
        labels=[catalogue.find(key).label for key in shown],
        lines=lines,
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


def _added(key: str, rows: Collection[Values]) -> Value:
    """The figure of several rows together; the parts of a ratio are among the columns."""
    row = catalogue.find(key)
    if not isinstance(row, catalogue.Ratio):
        return _sum(key, rows)
    return row.of(*(_sum(part.key, rows) for part in catalogue.parts(row)))


def _sum(key: str, rows: Collection[Values]) -> int:
    return sum(int(values[key] or 0) for values in rows)
