"""The numbers of an order that decide whether somebody has to agree to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhuixiao.approvals.subjects import Fact, Kinds
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option

from . import totals
from .models import OrderLine

FACTS = {
    "discount": Fact(_("Highest discount"), unit="percent"),
    "margin": Fact(_("Margin"), is_floor=True, unit="percent"),
    "amount": Fact(_("Amount"), unit="money"),
}


@dataclass(frozen=True)
class Weighed:
    """What a line's limits follow from: its amount holds its share of the discount on the whole."""

    quantity: int
    list_price: int
    price: int
    amount: int

    @property
    def discount_bp(self) -> int:
        """How far below the list price it is sold, or below its own price where there is none."""
        listed = totals.line_amount(totals.Part(self.quantity, self.list_price or self.price))
        return totals.share_bp(listed - self.amount, listed)


def of_lines(lines: Iterable[OrderLine]) -> list[Weighed]:
    """Written lines, weighed."""
    return [Weighed(row.quantity, row.list_price, row.price, row.amount) for row in lines]


def facts(lines: Sequence[Weighed], *, base: int, cost: int) -> dict[str, int]:
    """Highest discount of a line and margin of the whole in basis points, amount in the company's
    currency. What is given away has lost all that it cost."""
    margin = totals.share_bp(base - cost, base) if base else (-10_000 if cost else 10_000)
    return {
        "discount": max((row.discount_bp for row in lines), default=0),
        "margin": margin,
        "amount": base,
    }


def kinds() -> Kinds:
    """The types of orders that a company has."""
    rows = Option.objects.of(PickList.ORDER_TYPE).in_use()
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
