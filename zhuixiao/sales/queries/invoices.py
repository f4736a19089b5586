"""Invoices by filters, and the titles that a customer offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import shown
from zhuixiao.customers.queries.shown import CONTACT_MASKS
from zhuixiao.kit.periods import Period

from ..choices import InvoiceState
from ..metrics import PAYMENTS
from ..models import Invoice, InvoiceTitle, Order

# What of a title tells how to reach somebody.
REACH = ("phone", "email")


@dataclass(frozen=True)
class Asked:
    """Which invoices; None and "" mean any. The period is of the day of issue."""

    state: str = ""
    kind: str = ""
    person: int | None = None
    customer: int | None = None
    period: Period | None = None
    text: str = ""


@dataclass(frozen=True)
class Totals:
    """Of all rows of a filter, in the company's currency; red ones taken off, void ones left
    out."""

    count: int
    amount: int


def listed(asked: Asked, *, reader: Employee) -> "QuerySet[Invoice]":
    """The visible invoices that fit, the newest first."""
    rows: QuerySet[Invoice] = Invoice.objects.visible_to(reader)
    for name, value in (("state", asked.state), ("kind", asked.kind)):
        if value:
            rows = rows.filter(**{name: value})
    if asked.person is not None:
        rows = rows.filter(owner=asked.person)
    if asked.customer is not None:
        rows = rows.filter(customer=asked.customer)
    if asked.period:
        rows = rows.filter(issued_on__gte=asked.period.start, issued_on__lte=asked.period.end)
    if asked.text:
        rows = rows.filter(
            Q(number__icontains=asked.text)
            | Q(customer__name__icontains=asked.text)
            | Q(order__number__icontains=asked.text)
        )
    return rows.order_by("-pk")


def totals_of(rows: "QuerySet[Invoice]") -> Totals:
    """One statement."""
    counts = ~Q(state=InvoiceState.VOID)
    found = rows.order_by().aggregate(
        count=Count("pk"),
        amount=Sum("base_amount", filter=counts & Q(red_of=None)),
        red=Sum("base_amount", filter=counts & Q(red_of__isnull=False)),
    )
    return Totals(found["count"], (found["amount"] or 0) - (found["red"] or 0))


def of_order(order: Order, reader: Employee) -> "QuerySet[Invoice]":
    """Those of an order, the newest first."""
    return Invoice.objects.visible_to(reader).filter(order=order).order_by("-pk")


def reads_reach(access: Access) -> bool:
    """Whether phones and mail addresses of titles are open to a person: by the rule of those of
    customers, and to who writes the paper on which they stand."""
    granted = access.field("customers.phone")
    return access.may(PAYMENTS, "edit") or granted in {FieldAccess.READ, FieldAccess.WRITE}


def shown_reach(name: str, text: str, access: Access) -> str:
    """A phone or a mail address (`name`) of a title as this person may read it."""
    if reads_reach(access):
        return text
    masking = CONTACT_MASKS[name]
    return shown.shown_reach(text, masking, access.field("customers.phone"), full=True)


def shown_title(title: Mapping[str, str], access: Access) -> dict[str, str]:
    """The title on an invoice as this person may read it."""
    reach = {name: shown_reach(name, title[name], access) for name in REACH if name in title}
    return {**title, **reach}


def titles_of(customer: Customer) -> "QuerySet[InvoiceTitle]":
    """The usual one first."""
    return InvoiceTitle.objects.filter(customer=customer).order_by("-is_default", "pk")


def orders_to_invoice(reader: Employee) -> "QuerySet[Order]":
    """Orders of which something is left to invoice."""
    rows = Order.objects.workable_by(reader).in_force()
    return rows.filter(amount__gt=F("returned") + F("invoiced")).order_by("-signed_on", "-pk")


def usual_tax(order: Order) -> int:
    """The rate of most of its money, in basis points: what an invoice is asked for with."""
    sums: Sequence[tuple[int, int]] = list(
        order.lines.values_list("tax_bp").annotate(money=Sum("amount")).order_by("-money")[:1]
    )
    return sums[0][0] if sums else 0
