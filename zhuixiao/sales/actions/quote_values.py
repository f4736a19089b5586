"""What a quote is made from, and where its values come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product
from zhuixiao.kit.errors import Invalid

from ..models import Opportunity, Quote
from .lines import NewLine, retyped
from .values import FIRST_DAY, too_long

LONGEST_TEXT = 20_000
_LONGEST = {"number": 40, "title": 120, "terms": LONGEST_TEXT, "note": LONGEST_TEXT}


@dataclass(frozen=True)
class NewQuote:
    """A quote as it is typed; money in the quote's currency, tax included.

    Without an owner the customer's owner gets the credit, or who writes it; without a number the
    next of the series is taken. `note` is for colleagues and stands on no document.
    """

    customer_id: int
    lines: Sequence[NewLine]
    quoted_on: date
    owner: Employee | None = None
    number: str = ""
    title: str = ""
    contact_id: int | None = None
    opportunity_id: int | None = None
    valid_until: date | None = None
    currency: str = ""
    rate_e6: int = 1_000_000
    discount: int = 0
    terms: str = ""
    note: str = ""


def check_words(new: NewQuote, *, today: date) -> None:
    """Texts fit their columns, days are sane. Raises Invalid."""
    errors = too_long(new, _LONGEST)
    if not FIRST_DAY <= new.quoted_on <= today + timedelta(days=366):
        errors["quoted_on"] = _("This day is too far away. Check the year.")
    if new.valid_until and not (
        new.quoted_on <= new.valid_until <= new.quoted_on + timedelta(days=3_660)
    ):
        errors["valid_until"] = _("A quote is valid from its day on, for at most ten years.")
    if errors:
        raise Invalid(errors)


def lines_of_quote(quote: Quote) -> list[NewLine]:
    """Its lines as they were typed, at the list prices of its day."""
    rows = quote.lines.order_by("position")
    return [retyped(row, list_price=row.list_price) for row in rows]


def lines_of_opportunity(opportunity: Opportunity, *, tax_bp: int = 0) -> list[NewLine]:
    """The products that the customer wants, at the prices that were named."""
    rows = list(opportunity.lines.order_by("position"))
    products = Product.objects.in_bulk([row.product_id for row in rows])
    return [
        NewLine(
            quantity=row.quantity,
            price=row.price,
            product_id=row.product_id,
            name=products[row.product_id].name,
            unit=products[row.product_id].unit,
            tax_bp=tax_bp,
        )
        for row in rows
    ]
