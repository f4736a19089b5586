"""What an order is made from, and the checks that every way to make one shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.errors import Invalid

from ..models import Opportunity, Quote
from .lines import NewLine


@dataclass(frozen=True)
class NewOrder:
    """An order as it is typed; money in the order's currency, tax included.

    Without an owner the customer's owner gets the credit, or who writes it; without a number the
    next of the series is taken. A foreign currency needs the rate of the day in millionths.
    """

    customer_id: int
    lines: Sequence[NewLine]
    signed_on: date
    owner: Employee | None = None
    number: str = ""
    title: str = ""
    contact_id: int | None = None
    opportunity_id: int | None = None
    quote_id: int | None = None
    follows_id: int | None = None
    type_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    delivery_on: date | None = None
    currency: str = ""
    rate_e6: int = 1_000_000
    discount: int = 0
    terms: str = ""
    note: str = ""
    source_key: str = ""


def checked_customer(*, by: Actor, customer_id: int) -> Customer:
    """The customer, if the person may work on it. Raises Invalid."""
    found = Customer.objects.workable_by(by.employee).filter(pk=customer_id)
    customer: Customer | None = found.select_related("owner").first()
    if customer is None:
        raise Invalid({"customer": _("Choose a customer that you may work on.")})
    return customer


def checked_currency(currency: str, rate_e6: int) -> tuple[str, int]:
    """Currency and rate; the company's own has the rate 1. Raises Invalid."""
    own = Company.objects.get().currency
    chosen = (currency or own).strip().upper()
    if len(chosen) != 3 or not chosen.isascii() or not chosen.isalpha():
        raise Invalid({"currency": _("A currency has three letters, like USD.")})
    if chosen == own:
        return own, 1_000_000
    if not 0 < rate_e6 <= 10**12:
        text = _("Say how much %(own)s one %(currency)s is: the rate must be above zero.")
        raise Invalid({"rate": text % {"own": own, "currency": chosen}})
    return chosen, rate_e6


def check_links(
    *,
    customer: Customer,
    contact_id: int | None,
    opportunity_id: int | None,
    quote_id: int | None = None,
) -> None:
    """What a document hangs on must be the customer's. Raises Invalid."""
    kinds = (
        ("contact", contact_id, Contact.objects.filter(customer=customer)),
        ("opportunity", opportunity_id, Opportunity.objects.filter(customer=customer)),
        ("quote", quote_id, Quote.objects.filter(customer=customer)),
    )
    errors: dict[str, object] = {
        name: _("This belongs to another customer.")
        for name, pk, rows in kinds
        if pk and not rows.filter(pk=pk).exists()
    }
    if errors:
        raise Invalid(errors)
