"""Writing an order and signing it: from then on it counts as sold."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import editing
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many

from .. import closing, postings
from ..choices import OrderState
from ..models import Order, OrderLine
from ..preferences import preferences
from . import figures, numbering
from .lines import Counted, NewLine, count
from .values import NewOrder, check_links, check_words, checked_currency, checked_customer

__all__ = ["NewLine", "NewOrder", "draft", "edit", "place", "take_effect"]


@transaction.atomic
def draft(*, by: Actor, new: NewOrder) -> Order:
    """A new order that does not count yet. Raises NotAllowed, Invalid, RuleError (closed month)."""
    by.employee.access.check("orders", "create")
    order = Order(created_by=by.employee, created_at=by.at, source_key=new.source_key)
    counted = fill(by=by, order=order, new=new)
    order.number = clean(new.number) or _free_number(by)
    save_named(order)
    write_lines(order, counted)
    log(by, "create", order)
    return order


@transaction.atomic
def edit(*, by: Actor, order: Order, new: NewOrder, version: int | None = None) -> Order:
    """Write a draft anew. Raises NotAllowed, Invalid, Conflict, RuleError."""
    by.employee.access.check("orders", "edit")
    held = locked(by, order, version=version)
    if held.state != OrderState.DRAFT:
        raise RuleError(_("Only a draft is edited freely. Change a signed order with a reason."))
    before = {name: getattr(held, name) for name in LOGGED}
    closing.check_open(held.signed_on)
    counted = fill(by=by, order=held, new=new)
    held.number = clean(new.number) or held.number
    held.version += 1
    save_named(held)
    write_lines(held, counted)
    log(by, "edit", held, changes_since(before, held))
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


def win(*, by: Actor, customer: Customer) -> None:
    """The first signed order moves the customer to the first stage that means won, which freezes
    its number of contacts; where the company wants that."""
    held = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if held.won_at is not None or not preferences().wins:
        return
    stages = Option.objects.of(PickList.STAGE).in_use().filter(outcome=StageOutcome.WON)
    won = stages.first()
    if won is not None:
        editing.write_each(by=by, changes=[(held, {"stage_id": won.pk})])


def locked(by: Actor, order: Order, *, version: int | None = None) -> Order:
    """The order as it is now, if the person may work on it; whoever changes it too waits.

    `version` is the one that the person saw. Raises NotAllowed, Conflict.
    """
    rows = Order.objects.workable_by(by.employee).select_for_update(of=("self",))
    held: Order | None = rows.select_related("customer", "request").filter(pk=order.pk).first()
    if held is None:
        raise NotAllowed
    if version is not None and version != held.version:
        both = {"version": {"base": version, "mine": version, "theirs": held.version}}
        raise Conflict(both, version=held.version)
    return held


def fill(*, by: Actor, order: Order, new: NewOrder) -> Counted:
    """Put what was typed on an unsaved or locked draft. Raises Invalid, RuleError."""
    customer = checked_customer(by=by, customer_id=new.customer_id)
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
    same = order.customer_id == customer.pk and order.owner_id is not None
    owner = new.owner or (order.owner if same else customer.owner) or by.employee
    order.customer, order.owner, order.department_id = customer, owner, owner.department_id
    order.opportunity_id, order.quote_id = new.opportunity_id, new.quote_id
    order.follows_id = new.follows_id
    set_terms(order, new, currency=currency, rate_e6=rate_e6)
    set_sums(order, counted)
    return counted


def set_terms(order: Order, new: NewOrder, *, currency: str, rate_e6: int) -> None:
    """What was agreed beside the lines, on the order."""
    order.title = clean(new.title)
    order.contact_id, order.type_id = new.contact_id, new.type_id
    order.signed_on, order.delivery_on = new.signed_on, new.delivery_on
    order.starts_on, order.ends_on = new.starts_on, new.ends_on
    order.currency, order.rate_e6, order.discount = currency, rate_e6, new.discount
    order.terms = clean(new.terms, multiline=True)
    order.note = clean(new.note, multiline=True)


def set_sums(order: Order, counted: Counted) -> None:
    """What the lines come to, on the order."""
    order.amount, order.tax = counted.amount, counted.tax
    order.base_amount, order.cost = counted.base, counted.cost


def save_named(order: Order) -> None:
    """Save a draft. Raises Invalid where another order has its number."""
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as error:
        text = _("There is an order %(number)s already.") % {"number": order.number}
        if Order.objects.filter(number=order.number).exclude(pk=order.pk).exists():
            raise Invalid({"number": text}) from error
        raise


def write_lines(order: Order, counted: Counted) -> None:
    """The lines of a new order, or in place of its former ones."""
    order.lines.all().delete()
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            **values,
            amount=total.amount,
            tax=total.tax,
            base_amount=total.base,
            cost=cost,
        )
        for values, total, cost in zip(counted.rows, counted.sums, counted.costs, strict=True)
    )


# What the log tells of a change; the versions of an order hold its lines.
LOGGED = (
    "number", "title", "customer_id", "contact_id", "type_id", "owner_id", "signed_on", "starts_on",
    "ends_on", "delivery_on", "discount", "amount", "cost", "terms", "note",
)  # fmt: skip


def changes_since(before: Mapping[str, Any], order: Order) -> audit.Changes:
    """The logged fields in which an order differs from what they were."""
    now = {name: getattr(order, name) for name in before}
    return {name: (old, now[name]) for name, old in before.items() if old != now[name]}


def log(by: Actor, action: str, order: Order, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.ORDER,
        record_id=order.pk,
        label=order.number,
        changes=changes,
        version=order.version,
    )


def _free_number(by: Actor) -> str:
    """The next of the series that nobody has given by hand."""
    number = numbering.next_number(numbering.ORDER, by.today)
    while Order.objects.filter(number=number).exists():
        number = numbering.next_number(numbering.ORDER, by.today)
    return number
