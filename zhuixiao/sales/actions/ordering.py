"""Writing an order and signing it: from then on it counts as sold."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many

from .. import closing, postings
from ..choices import OrderState
from ..models import Order, OrderLine
from . import figures, numbering, settling
from .lines import Counted, NewLine, count
from .paperwork import Paperwork, credit
from .values import NewOrder, check_links, check_words, checked_currency, checked_customer
from .winning import win

__all__ = ["NewLine", "NewOrder", "draft", "edit", "place", "take_effect"]


# What the log tells of a change; the versions of an order hold its lines.
_LOGGED = (
    "number", "title", "customer_id", "contact_id", "opportunity_id", "type_id", "owner_id",
    "signed_on", "starts_on", "ends_on", "delivery_on", "discount", "amount", "cost", "terms",
    "note",
)  # fmt: skip
PAPERS = Paperwork(
    Order,
    postings.ORDER,
    numbering.ORDER,
    _LOGGED,
    gettext_lazy("There is an order %(number)s already."),
)
locked, log = PAPERS.locked, PAPERS.log


@transaction.atomic
def draft(*, by: Actor, new: NewOrder) -> Order:
    """A new order that does not count yet. Raises NotAllowed, Invalid, RuleError (closed month)."""
    by.employee.access.check("orders", "create")
    return write(by=by, new=new, customer=checked_customer(by=by, customer_id=new.customer_id))


def write(*, by: Actor, new: NewOrder, customer: Customer) -> Order:
    """`draft` as a part of something else, which the caller has authorised, in its transaction."""
    order = Order(created_by=by.employee, created_at=by.at, source_key=new.source_key)
    counted = _fill(by=by, order=order, new=new, customer=customer)
    order.number = clean(new.number) or PAPERS.free_number(by)
    PAPERS.save_named(order)
    _write_lines(order, counted)
    log(by, "create", order)
    return order


@transaction.atomic
def edit(*, by: Actor, order: Order, new: NewOrder, version: int | None = None) -> Order:
    """Write a draft anew; its instalments are cut to what it comes to. Raises NotAllowed, Invalid,
    Conflict, RuleError (its new day lies in a closed month)."""
    by.employee.access.check("orders", "edit")
    held = locked(by, order, version=version)
    if held.state != OrderState.DRAFT:
        raise RuleError(_("Only a draft is edited freely. Change a signed order with a reason."))
    before, currency = PAPERS.logged_values(held), held.currency
    customer = checked_customer(by=by, customer_id=new.customer_id)
    counted = _fill(by=by, order=held, new=new, customer=customer)
    if held.currency != currency and held.plans.exists():
        text = _("It was paid, invoiced, planned or returned in %(currency)s: keep the currency.")
        raise RuleError(text % {"currency": currency}, field="currency")
    held.number = clean(new.number) or held.number
    held.version += 1
    PAPERS.save_named(held)
    held.lines.all().delete()
    _write_lines(held, counted)
    settling.fit(held)
    log(by, "edit", held, PAPERS.changes_since(before, held))
    return held


@transaction.atomic
def place(*, by: Actor, new: NewOrder) -> Order:
    """A new order that counts at once, `draft` and `take_effect`: for imports and other callers
    that answer for it themselves, as nobody is asked for an approval."""
    order = draft(by=by, new=new)
    take_effect(by=by, order=order)
    return order


def take_effect(*, by: Actor, order: Order) -> None:
    """Sign the locked order: it is posted, and its customer is won by it.

    The caller has the transaction and whatever approval is needed.
    """
    closing.check_open(order.signed_on, field="signed_on")
    if order.state not in {OrderState.DRAFT, OrderState.ASKED}:
        raise RuleError(_("This order was signed already."))
    customer = order.customer
    order.channel_id, order.region_id = customer.channel_id or 0, customer.region_id or 0
    order.state = OrderState.SIGNED
    order.version += 1
    order.save()
    log(by, "sign", order)
    repost(order)
    win(by=by, customer=customer)


def repost(order: Order) -> None:
    """Bring ledger and customer in step with an order and its returns."""
    post_many(items=postings.orders_of([order]))
    figures.refresh([order.customer_id])


def _fill(*, by: Actor, order: Order, new: NewOrder, customer: Customer) -> Counted:
    """Put what was typed on an unsaved or locked draft. Raises Invalid, RuleError."""
    check_words(new, today=by.today)
    currency, rate_e6 = checked_currency(new.currency, new.rate_e6)
    check_links(
        customer=customer,
        contact_id=new.contact_id,
        opportunity_id=new.opportunity_id,
        quote_id=new.quote_id,
        follows_id=new.follows_id,
    )
    closing.check_open(new.signed_on, field="signed_on")
    counted = count(new.lines, discount=new.discount, rate_e6=rate_e6, on=new.signed_on)
    credit(by, order, customer, new.owner)
    order.quote_id, order.follows_id = new.quote_id, new.follows_id
    set_terms(order, new, currency=currency, rate_e6=rate_e6)
    set_sums(order, counted)
    return counted


def set_terms(order: Order, new: NewOrder, *, currency: str, rate_e6: int) -> None:
    """What was agreed beside the lines, on the order."""
    order.title = clean(new.title)
    order.contact_id, order.type_id = new.contact_id, new.type_id
    order.opportunity_id = new.opportunity_id
    order.signed_on, order.delivery_on = new.signed_on, new.delivery_on
    order.starts_on, order.ends_on = new.starts_on, new.ends_on
    order.currency, order.rate_e6, order.discount = currency, rate_e6, new.discount
    order.terms = clean(new.terms, multiline=True)
    order.note = clean(new.note, multiline=True)


def set_sums(order: Order, counted: Counted) -> None:
    """What the lines come to, on the order."""
    order.amount, order.tax = counted.amount, counted.tax
    order.base_amount, order.cost = counted.base, counted.cost


def _write_lines(order: Order, counted: Counted) -> None:
    OrderLine.objects.bulk_create(OrderLine(order=order, **row) for row in counted.columns)
