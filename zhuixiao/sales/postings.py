"""What opportunities, quotes, orders, returns, payments and expenses post to the ledger."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from zhuixiao.catalog.choices import StageOutcome
from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.catalogue import Metric
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.instants import noon

from . import metrics, totals
from .choices import InvoiceState, PaymentKind, QuoteState
from .models import (
    Expense,
    Invoice,
    OpportunityStage,
    Order,
    OrderLine,
    Payment,
    Quote,
    Return,
    ReturnLine,
    Shipment,
)

STAGE = "opportunity_stage"
QUOTE = "quote"
ORDER = "order"
RETURN = "return"
PAYMENT = "payment"
INVOICE = "invoice"
SHIPMENT = "shipment"
EXPENSE = "expense"


def fact(kind: str, record: Any) -> Fact:
    return Fact(kind, record.pk)


def of_stage(change: OpportunityStage, *, is_last: bool) -> list[Posting]:
    """An opportunity entered a stage; its first one opens it, its last one may close it: one that
    was opened again was neither won nor lost.

    Needs `opportunity` and `after` loaded.
    """
    opportunity = change.opportunity
    if opportunity.deleted_at is not None:
        return []

    def line(metric: Metric, quantity: int = 1) -> Posting:
        return Posting(
            metric=metric.key,
            at=change.at,
            day=change.day,
            quantity=quantity,
            amount=change.amount,
            employee_id=change.employee_id,
            department_id=change.department_id,
            customer_id=opportunity.customer_id,
            option_id=change.after_id,
        )

    lines = [line(metrics.ENTERED)]
    if change.before_id is None:
        lines.append(line(metrics.OPENED))
    if not is_last:
        return lines
    days = max((change.day - opportunity.opened_on).days, 0)
    if change.after.outcome == StageOutcome.WON:
        return [*lines, line(metrics.WON), line(metrics.CLOSED), line(metrics.DAYS_TO_WIN, days)]
    if change.after.outcome == StageOutcome.LOST:
        return [*lines, line(metrics.LOST), line(metrics.CLOSED), line(metrics.DAYS_TO_LOSE, days)]
    return lines


def of_stages(changes: Sequence[OpportunityStage]) -> list[tuple[Fact, list[Posting]]]:
    """What all stages of one opportunity post, in the order in which it entered them."""
    return [(fact(STAGE, row), of_stage(row, is_last=row is changes[-1])) for row in changes]


def of_quote(quote: Quote) -> list[Posting]:
    """A version of a quote went out to the customer."""
    if quote.sent_at is None or quote.deleted_at is not None or quote.state == QuoteState.DRAFT:
        return []
    return [
        Posting(
            metric=metrics.QUOTED.key,
            at=quote.sent_at,
            day=quote.quoted_on,
            amount=totals.in_base(quote.amount, quote.rate_e6),
            employee_id=quote.owner_id,
            department_id=quote.department_id,
            customer_id=quote.customer_id,
        )
    ]


def of_order(order: Order, lines: Iterable[OrderLine]) -> list[Posting]:
    """The order once, and each of its lines under its product; nothing before it is signed."""
    if not order.is_in_force:
        return []
    line = _line_of(order, order.signed_on)
    placed = line(metric=metrics.PLACED.key, amount=order.base_amount, cost=order.cost)
    return [
        placed,
        *(
            line(
                metric=metrics.UNITS.key,
                quantity=row.quantity,
                amount=row.base_amount,
                cost=row.cost,
                product_id=row.product_id or 0,
            )
            for row in lines
        ),
    ]


def of_return(back: Return, lines: Iterable[ReturnLine]) -> list[Posting]:
    """Goods came back: taken off the sales of its day. Needs `order`, and `line` of its lines."""
    if not back.counts or not back.order.is_in_force:
        return []
    line = _line_of(back.order, back.returned_on)
    return [
        line(metric=metrics.RETURNED.key, amount=back.base_amount, cost=back.cost),
        *(
            line(
                metric=metrics.UNITS.key,
                quantity=-row.quantity,
                amount=-row.base_amount,
                cost=-row.cost,
                product_id=row.line.product_id or 0,
            )
            for row in lines
        ),
    ]


def of_payment(payment: Payment) -> list[Posting]:
    """Money came in; what went back is taken off and is no payment of its own."""
    if payment.deleted_at is not None:
        return []
    is_refund = payment.kind == PaymentKind.REFUND
    return [
        Posting(
            metric=metrics.RECEIVED.key,
            at=noon(payment.paid_on),
            day=payment.paid_on,
            quantity=0 if is_refund else 1,
            amount=-payment.base_amount if is_refund else payment.base_amount,
            employee_id=payment.owner_id,
            department_id=payment.department_id,
            customer_id=payment.customer_id,
        )
    ]


def of_invoice(invoice: Invoice) -> list[Posting]:
    """An invoice was issued; a red one takes its amount off."""
    if invoice.state != InvoiceState.ISSUED or invoice.deleted_at or invoice.issued_on is None:
        return []
    sign = -1 if invoice.red_of_id else 1
    return [
        Posting(
            metric=metrics.INVOICED.key,
            at=noon(invoice.issued_on),
            day=invoice.issued_on,
            quantity=sign,
            amount=sign * invoice.base_amount,
            employee_id=invoice.owner_id,
            department_id=invoice.department_id,
            customer_id=invoice.customer_id,
        )
    ]


def of_shipment(shipment: Shipment) -> list[Posting]:
    """Goods went out. Needs `order`."""
    if shipment.deleted_at is not None:
        return []
    return [_line_of(shipment.order, shipment.shipped_on)(metric=metrics.SHIPPED.key)]


def of_expense(expense: Expense) -> list[Posting]:
    """Somebody spent money, for a customer or for none."""
    if expense.deleted_at is not None:
        return []
    return [
        Posting(
            metric=metrics.SPENT.key,
            at=noon(expense.spent_on),
            day=expense.spent_on,
            amount=expense.amount,
            employee_id=expense.employee_id,
            department_id=expense.department_id,
            customer_id=expense.customer_id or 0,
            option_id=expense.type_id,
        )
    ]


def orders_of(orders: Sequence[Order]) -> list[tuple[Fact, list[Posting]]]:
    """What these orders and their accepted returns post, lines read in few statements."""
    ids = [order.pk for order in orders]
    by_id = {order.pk: order for order in orders}
    lines: dict[int, list[OrderLine]] = {pk: [] for pk in ids}
    for row in OrderLine.objects.filter(order__in=ids).order_by("order", "position"):
        lines[row.order_id].append(row)
    items = [(fact(ORDER, order), of_order(order, lines[order.pk])) for order in orders]
    backs = list(Return.objects.filter(order__in=ids).order_by("pk"))
    back_lines: dict[int, list[ReturnLine]] = {back.pk: [] for back in backs}
    for part in ReturnLine.objects.filter(back__in=backs).select_related("line").order_by("pk"):
        back_lines[part.back_id].append(part)
    for back in backs:
        back.order = by_id[back.order_id]
        items.append((fact(RETURN, back), of_return(back, back_lines[back.pk])))
    return items


def _line_of(order: Order, day: date) -> "partial[Posting]":
    """Postings of an order carry its people, its customer and where that came from."""
    return partial(
        Posting,
        at=noon(day),
        day=day,
        employee_id=order.owner_id,
        department_id=order.department_id,
        customer_id=order.customer_id,
        channel_id=order.channel_id,
        region_id=order.region_id,
    )
