"""Checking and counting the lines of quotes and orders."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.catalog import costs
from zhuixiao.catalog.models import Product
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.normal import clean

from .. import totals
from ..models.lines import Line
from ..totals import HIGHEST_PRICE, HIGHEST_RATE, MOST_UNITS

MOST_LINES = 500


@dataclass(frozen=True)
class NewLine:
    """A line as it is typed: quantity in thousandths, prices per unit (tax included) in hundredths
    of a minor unit, rates in basis points. Without a product the name says what it is; without a
    list price that of the catalogue is taken. `line_id` is the line of a signed order that this
    one stays."""

    quantity: int
    price: int
    product_id: int | None = None
    name: str = ""
    unit: str = ""
    list_price: int = 0
    discount_bp: int = 0
    tax_bp: int = 0
    note: str = ""
    line_id: int | None = None


@dataclass(frozen=True)
class Counted:
    """The attributes of each line in its order, what each comes to, and what each costs."""

    rows: list[dict[str, Any]]
    sums: list[totals.Sum]
    costs: list[int]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """All that a line of an order keeps, in their order."""
        return [
            {
                **row,
                "amount": total.amount,
                "tax": total.tax,
                "base_amount": total.base,
                "cost": cost,
            }
            for row, total, cost in zip(self.rows, self.sums, self.costs, strict=True)
        ]

    @property
    def amount(self) -> int:
        return sum(row.amount for row in self.sums)

    @property
    def tax(self) -> int:
        return sum(row.tax for row in self.sums)

    @property
    def base(self) -> int:
        return sum(row.base for row in self.sums)

    @property
    def cost(self) -> int:
        return sum(self.costs)


def retyped(row: Line, **values: Any) -> NewLine:
    """A written line as it would be typed again, with other values where some are given. Its list
    price is asked anew from the catalogue, unless it is given."""
    names = ("quantity", "price", "product_id", "name", "unit", "discount_bp", "tax_bp", "note")
    return NewLine(**{name: getattr(row, name) for name in names} | values)


def count(lines: Sequence[NewLine], *, discount: int, rate_e6: int, on: date) -> Counted:
    """What the lines come to, with the cost of their products on that day.

    Raises Invalid, which says of each wrong line what is wrong ("lines" when there is none).
    """
    products = Product.objects.in_bulk([row.product_id for row in lines if row.product_id])
    errors: dict[str, object] = {}
    if not lines:
        errors["lines"] = _("Add at least one line.")
    if len(lines) > MOST_LINES:
        errors["lines"] = _("At most %(limit)d lines.") % {"limit": MOST_LINES}
    for place, row in enumerate(lines):
        errors |= {f"lines.{place}.{name}": text for name, text in _wrong(row, products).items()}
    if not 0 < rate_e6 <= HIGHEST_RATE:
        errors["rate"] = _("The rate must be above zero.")
    if errors:
        raise Invalid(errors)
    parts = [totals.Part(row.quantity, row.price, row.discount_bp, row.tax_bp) for row in lines]
    try:
        sums = totals.sums(parts, discount=discount, rate_e6=rate_e6)
    except ValueError:
        text = _("The discount is larger than what the lines come to.")
        raise Invalid({"discount": text}) from None
    if sum(row.amount for row in sums) > LARGEST or sum(row.base for row in sums) > LARGEST:
        raise Invalid({"lines": _("This comes to more than the system can hold.")})
    cost_of = costs.cost_of(products, on=on)
    return Counted(
        rows=[_attributes(place, row, products, rate_e6) for place, row in enumerate(lines)],
        sums=sums,
        costs=[totals.cost_of(row.quantity, cost_of.get(row.product_id or 0, 0)) for row in lines],
    )


def _wrong(row: NewLine, products: dict[int, Product]) -> dict[str, object]:
    errors: dict[str, object] = {}
    if row.product_id and row.product_id not in products:
        errors["product"] = _("There is no such product any more. Choose another one.")
    if not row.product_id and not clean(row.name):
        errors["product"] = _("Choose a product, or say what it is.")
    if not 0 < row.quantity <= MOST_UNITS:
        errors["quantity"] = _("The quantity must be above zero and below a million.")
    if not 0 <= row.price <= HIGHEST_PRICE or not 0 <= row.list_price <= HIGHEST_PRICE:
        errors["price"] = _("The price must not be negative or above a hundred million.")
    if not 0 <= row.discount_bp <= 10_000:
        errors["discount"] = _("A discount lies between 0 and 100 percent.")
    if not 0 <= row.tax_bp <= 10_000:
        errors["tax"] = _("A tax rate lies between 0 and 100 percent.")
    return errors


def _attributes(
    place: int, row: NewLine, products: dict[int, Product], rate_e6: int
) -> dict[str, Any]:
    product = products.get(row.product_id or 0)
    values = asdict(row) | {"position": place, "note": clean(row.note)[:200]}
    del values["line_id"]
    if product:
        values["name"] = clean(row.name)[:120] or product.name
        values["unit"] = clean(row.unit)[:20] or product.unit
        values["list_price"] = row.list_price or totals.listed(product.list_price, rate_e6)
    else:
        values["name"], values["unit"] = clean(row.name)[:120], clean(row.unit)[:20]
    return values
