"""What of an order counts as invoiced, and what red invoices took back."""

from django.db.models import Q, QuerySet, Sum

from ..choices import InvoiceState
from ..models import Invoice, Order


def refresh(order: Order) -> None:
    """What counts as invoiced: asked and issued, less the red ones that are issued."""
    waiting = Q(state=InvoiceState.ASKED, red_of=None)
    order.invoiced = issued(order) + _total(_of(order).filter(waiting))
    order.save(update_fields=["invoiced"])


def issued(order: Order) -> int:
    """What was issued, less the red ones that are."""
    rows = _of(order).filter(state=InvoiceState.ISSUED)
    return _total(rows.filter(red_of=None)) - _total(rows.exclude(red_of=None))


def _of(order: Order) -> "QuerySet[Invoice]":
    return Invoice.objects.filter(order=order, deleted_at=None)


def _total(rows: "QuerySet[Invoice]", column: str = "amount") -> int:
    return rows.aggregate(sum=Sum(column))["sum"] or 0


def red(invoice: Invoice, column: str = "amount") -> int:
    """What its red invoices take back, those being asked for included."""
    rows = invoice.red_invoices.filter(deleted_at=None).exclude(state=InvoiceState.VOID)
    return _total(rows, column)


def rest_of(invoice: Invoice) -> int:
    """How much of an issued invoice no red one takes back, those being asked for included."""
    return int(invoice.amount) - red(invoice)
