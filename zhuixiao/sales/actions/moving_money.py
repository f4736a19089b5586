"""Payments, invoices and titles go to another customer when two become one."""

from collections.abc import Sequence
from typing import Any

from zhuixiao.ledger.actions import post_many

from .. import postings
from ..models import Invoice, InvoiceTitle, Payment
from . import figures


def payments_of(customer_id: int) -> list[Any]:
    """Deleted ones too."""
    return list(Payment.objects.filter(customer=customer_id).values_list("pk", flat=True))


def move_payments(ids: Sequence[Any], customer_id: int) -> None:
    rows = Payment.objects.filter(pk__in=ids)
    before = set(rows.values_list("customer_id", flat=True))
    rows.update(customer=customer_id)
    post_many(
        items=[(postings.fact(postings.PAYMENT, row), postings.of_payment(row)) for row in rows]
    )
    figures.refresh([*before, customer_id])


def invoices_of(customer_id: int) -> list[Any]:
    """Deleted ones too."""
    return list(Invoice.objects.filter(customer=customer_id).values_list("pk", flat=True))


def move_invoices(ids: Sequence[Any], customer_id: int) -> None:
    rows = Invoice.objects.filter(pk__in=ids)
    rows.update(customer=customer_id)
    post_many(
        items=[(postings.fact(postings.INVOICE, row), postings.of_invoice(row)) for row in rows]
    )


def titles_of(customer_id: int) -> list[Any]:
    return list(InvoiceTitle.objects.filter(customer=customer_id).values_list("pk", flat=True))


def move_titles(ids: Sequence[Any], customer_id: int) -> None:
    """The usual title of the other customer stays the usual one; the first one is it anyway."""
    others = InvoiceTitle.objects.filter(customer=customer_id)
    rows = InvoiceTitle.objects.filter(pk__in=ids)
    if others.filter(is_default=True).exists() or rows.filter(is_default=True).count() > 1:
        rows.update(is_default=False)
    rows.update(customer=customer_id)
    if not others.filter(is_default=True).exists():
        first = others.order_by("pk").first()
        if first:
            InvoiceTitle.objects.filter(pk=first.pk).update(is_default=True)
