"""What an order is made from, and the checks that every way to make one shares."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean

from .. import totals
from ..models import Opportunity, Order, Quote
from .lines import NewLine

FIRST_DAY = date(1970, 1, 1)
_LONGEST = {"number": 60, "title": 120, "terms": 20_000, "note": 20_000}
_DAYS = ("signed_on", "starts_on", "ends_on", "delivery_on")


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

    def as_json(self) -> dict[str, Any]:
        """All but the owner, for a change that waits to be agreed to."""
        values = asdict(replace(self, owner=None))
        del values["owner"]
        return values | {name: values[name].isoformat() if values[name] else None for name in _DAYS}

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> "NewOrder":
        """What `as_json` gave."""
        days = {name: date.fromisoformat(values[name]) if values[name] else None for name in _DAYS}
        lines = [NewLine(**row) for row in values["lines"]]
        return cls(**{**values, **days, "lines": lines})


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
    if not 0 < rate_e6 <= totals.HIGHEST_RATE:
        text = _("Say how much %(own)s one %(currency)s is: the rate must be above zero.")
        raise Invalid({"rate": text % {"own": own, "currency": chosen}})
    return chosen, rate_e6


def check_links(
    *,
    customer: Customer,
    contact_id: int | None,
    opportunity_id: int | None,
    quote_id: int | None = None,
    follows_id: int | None = None,
) -> None:
    """What a document hangs on must be the customer's. Raises Invalid."""
    kinds = (
        ("contact", contact_id, Contact.objects.filter(customer=customer)),
        ("opportunity", opportunity_id, Opportunity.objects.filter(customer=customer)),
        ("quote", quote_id, Quote.objects.filter(customer=customer)),
        ("follows", follows_id, Order.objects.filter(customer=customer)),
    )
    errors: dict[str, object] = {
        name: _("This belongs to another customer.")
        for name, pk, rows in kinds
        if pk and not rows.filter(pk=pk).exists()
    }
    if errors:
        raise Invalid(errors)


def too_long(new: object, limits: Mapping[str, int]) -> dict[str, object]:
    """What is wrong with texts that do not fit their columns."""
    return {
        name: _("At most %(limit)d characters.") % {"limit": limit}
        for name, limit in limits.items()
        if len(clean(getattr(new, name), multiline=True)) > limit
    }


def check_words(new: NewOrder, *, today: date) -> None:
    """Texts, days and type of an order as it was typed. Raises Invalid."""
    errors = too_long(new, _LONGEST)
    if not FIRST_DAY <= new.signed_on <= today + timedelta(days=366):
        errors["signed_on"] = _("Choose a day that is not more than a year ahead.")
    if new.starts_on and new.ends_on and new.ends_on < new.starts_on:
        errors["ends_on"] = _("It cannot end before it starts.")
    types = Option.objects.of(PickList.ORDER_TYPE)
    if new.type_id and not types.filter(pk=new.type_id).exists():
        errors["type"] = _("Choose a type of the list.")
    if errors:
        raise Invalid(errors)
