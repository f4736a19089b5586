"""What the rows of an order come to, line by line."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Q

from zhuixiao.catalog import costs
from zhuixiao.catalog.models import BundlePart, Product, ProductCost
from zhuixiao.kit import bulk

from ... import totals
from ...models import OrderLine
from ..matching.products import Found, Goods
from ..rows import OrderRow

_MILLION = 1_000_000


class Costs:
    """What products cost on a day, read once for each stretch of days on which nothing changed.

    Orders come by day, so one stretch is enough to remember.
    """

    def __init__(self) -> None:
        costed = Q(standard_cost__gt=0) | Q(pk__in=ProductCost.objects.values("product"))
        made = Q(pk__in=BundlePart.objects.values("bundle"))
        self._costed = set(Product.objects.filter(costed | made).values_list("pk", flat=True))
        self._days = list(
            ProductCost.objects.order_by("valid_from")
            .values_list("valid_from", flat=True)
            .distinct()
        )
        self._at = -1
        self._stretch: dict[int, int] = {}

    def of(self, product_id: int, day: date) -> int:
        """Minor units a unit; 0 for a product without a cost."""
        if product_id not in self._costed:
            return 0
        at = bisect_right(self._days, day)
        if at != self._at:
            self._at, self._stretch = at, costs.cost_of(self._costed, on=day)
        return self._stretch.get(product_id, 0)


def goods_of(row: OrderRow) -> Goods:
    """What the row names."""
    price = totals.list_price_of(row.price or 0, row.rate)
    return Goods(row.sku, row.product, row.category, row.unit, price)


class Priced(NamedTuple):
    """What a row says in money of its own currency."""

    price: int
    list_price: int
    amount: int


def priced(row: OrderRow) -> Priced:
    """An amount in the file rules: where it is not quantity times price, the price of the file
    stays as list price, and the price is what the amount comes to per unit."""
    if row.price is not None:
        amount = totals.line_amount(totals.Part(row.quantity, row.price))
        if row.amount is None or row.amount == amount:
            return Priced(row.price, 0, amount)
    paid = row.amount or 0
    return Priced(totals.price_of(paid, row.quantity), row.price or 0, paid)


def lines_of(
    rows: Sequence[OrderRow], goods: Sequence[Found], *, rate_e6: int, day: date, cost: Costs
) -> list[OrderLine]:
    """The lines of an order that has no key yet."""
    make = _maker()
    found = [priced(row) for row in rows]
    amounts = [one.amount for one in found]
    bases = amounts
    if rate_e6 != _MILLION:
        bases = totals.spread(totals.in_base(sum(amounts), rate_e6), amounts)
    lines = []
    for place, (row, product, one, base) in enumerate(zip(rows, goods, found, bases, strict=True)):
        unit_cost = row.cost if row.cost is not None else cost.of(product.pk, day)
        lines.append(
            make(
                position=place,
                product_id=product.pk or None,
                name=(row.product or product.name)[:120],
                unit=row.unit or product.unit,
                quantity=row.quantity,
                list_price=one.list_price or totals.listed(product.list_price, rate_e6),
                price=one.price,
                tax_bp=row.tax,
                amount=one.amount,
                tax=totals.tax_in(one.amount, row.tax) if row.tax else 0,
                base_amount=base,
                cost=totals.cost_of(row.quantity, unit_cost) if unit_cost else 0,
            )
        )
    return lines


@cache
def _maker() -> Callable[..., OrderLine]:
    return bulk.maker(OrderLine)
