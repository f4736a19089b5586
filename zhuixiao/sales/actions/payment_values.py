"""Money as it is typed, and the checks of it that need no lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.money import LARGEST

from .. import closing, totals
from ..choices import PaymentKind
from ..models import Order, Payment
from .values import checked_currency

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Share:
    """So much (minor units) for an order, of which an instalment may come first."""

    order_id: int
    amount: int
    plan_id: int | None = None


@dataclass(frozen=True)
class NewPayment:
    """Money as it is typed, in minor units of its currency: that of the first order, or of the
    advance that goes back, when none is named, else the company's. Without a rate it is that of the
    same order or advance; any other foreign money needs one. What `shares` leave is an advance of
    the customer.

    A refund names the orders that it is taken off, or as `refund_of` the advance that goes back.
    The owner of the first order gets the credit when no `owner` is given.
    """

    customer_id: int
    amount: int
    paid_on: date
    shares: Sequence[Share] = ()
    kind: str = PaymentKind.RECEIPT
    refund_of_id: int | None = None
    currency: str = ""
    rate_e6: int | None = None
    method_id: int | None = None
    account: str = ""
    note: str = ""
    owner: Employee | None = None
    number: str = ""
    source_key: str = ""


def money(new: NewPayment, first: Order | None, advance: Payment | None) -> tuple[str, int]:
    """Currency and rate, as typed or of the order or advance that it belongs to. Raises Invalid."""
    whose = first or advance
    currency = new.currency.strip().upper() or (whose.currency if whose else "")
    rate_e6 = new.rate_e6
    if rate_e6 is None:
        rate_e6 = int(whose.rate_e6) if whose and whose.currency == currency else 0
    chosen = checked_currency(currency, rate_e6)
    if new.rate_e6 is not None and not new.currency and new.rate_e6 != chosen[1]:
        raise Invalid({"currency": _("Say of which currency this is the rate, like USD.")})
    if advance and chosen[0] != advance.currency:
        text = _("The advance came in %(currency)s: enter what goes back in it.")
        raise Invalid({"currency": text % {"currency": advance.currency}})
    return chosen


def check(by: Actor, new: NewPayment, currency: str, rate_e6: int) -> None:
    """Amounts, day, way and owner. Raises Invalid, RuleError (closed month)."""
    if not 0 < new.amount <= LARGEST or totals.in_base(new.amount, rate_e6) > LARGEST:
        raise Invalid({"amount": _("The amount must be above zero and below a hundred billion.")})
    check_day(by, new.paid_on)
    check_method(new.method_id)
    given = sum(share.amount for share in new.shares)
    if given > new.amount:
        raise Invalid({"amount": _("More is allocated than what arrived.")})
    if new.kind == PaymentKind.REFUND and new.shares and given != new.amount:
        raise Invalid({"amount": _("A refund is taken off its orders as a whole.")})
    if new.owner and not Employee.objects.known_to(by.employee).filter(pk=new.owner.pk).exists():
        raise Invalid({"owner": _("Choose somebody of the list.")})
    closing.check_open(new.paid_on, field="paid_on")


def check_method(method_id: int | None) -> None:
    """Raises Invalid for what is no way of payment in use."""
    methods = Option.objects.of(PickList.PAYMENT_METHOD).in_use()
    if method_id and not methods.filter(pk=method_id).exists():
        raise Invalid({"method": _("Choose one of the list.")})


def check_day(by: Actor, day: date) -> None:
    """Raises Invalid for a day that lies ahead or too far back."""
    if day > by.today:
        raise Invalid({"paid_on": _("This day lies ahead. Plan it as an instalment instead.")})
    if day < EARLIEST:
        raise Invalid({"paid_on": _("This date is too early.")})
