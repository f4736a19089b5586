"""Writing an order and signing it: from then on it counts as sold."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import editing
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.ledger.actions import post_many

from .. import closing, postings
from ..choices import OrderState
from ..models import Order, OrderLine
from . import figures, numbering
from .lines import Counted, NewLine, count
from .values import NewOrder, check_links, checked_currency, checked_customer

__all__ = ["NewLine", "NewOrder", "draft", "place", "take_effect"]


@transaction.atomic
def draft(*, by: Actor, new: NewOrder) -> Order:
    """A new order that does not count yet. Raises NotAllowed, Invalid, RuleError (closed month)."""
    by.employee.access.check("orders", "create")
    customer = checked_customer(by=by, customer_id=new.customer_id)
    currency, rate_e6 = checked_currency(new.currency, new.rate_e6)
    check_links(
        customer=customer,
        contact_id=new.contact_id,
        opportunity_id=new.opportunity_id,
        quote_id=new.quote_id,
    )
    closing.check_open(new.signed_on, field="signed_on")
    counted = count(new.lines, discount=new.discount, rate_e6=rate_e6, on=new.signed_on)
    owner = new.owner or customer.owner or by.employee
    order = Order(
        number=new.number.strip() or numbering.next_number(numbering.ORDER, by.today),
        title=new.title.strip()[:120],
        customer=customer,
        contact_id=new.contact_id,
        opportunity_id=new.opportunity_id,
        quote_id=new.quote_id,
        follows_id=new.follows_id,
        type_id=new.type_id,
        owner=owner,
        department_id=owner.department_id,
        signed_on=new.signed_on,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        delivery_on=new.delivery_on,
        currency=currency,
        rate_e6=rate_e6,
        discount=new.discount,
        terms=new.terms,
        note=new.note,
        source_key=new.source_key,
        created_by=by.employee,
        created_at=by.at,
    )
    set_sums(order, counted)
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError as error:
        text = _("There is an order %(number)s already.") % {"number": order.number}
        if Order.objects.filter(number=order.number).exists():
            raise Invalid({"number": text}) from error
        raise
    write_lines(order, counted)
    log(by, "create", order)
    return order


@transaction.atomic
def place(*, by: Actor, new: NewOrder) -> Order:
    """A new order that counts at once: `draft` and `take_effect`."""
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
    its number of contacts."""
    held = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if held.won_at is not None:
        return
    stages = Option.objects.of(PickList.STAGE).in_use().filter(outcome=StageOutcome.WON)
    won = stages.first()
    if won is not None:
        editing.write_each(by=by, changes=[(held, {"stage_id": won.pk})])


def set_sums(order: Order, counted: Counted) -> None:
    """What the lines come to, on the order."""
    order.amount, order.tax = counted.amount, counted.tax
    order.base_amount, order.cost = counted.base, counted.cost


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
