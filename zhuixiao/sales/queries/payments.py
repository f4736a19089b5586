"""Payments by filters, what a customer still owes and has paid ahead."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period

from ..choices import PaymentKind
from ..models import Allocation, Order, Payment


@dataclass(frozen=True)
class Asked:
    """Which payments; None and "" mean any. `advance` means those that have something left."""

    period: Period | None = None
    person: int | None = None
    method: int | None = None
    customer: int | None = None
    text: str = ""
    kind: str = ""
    advance: bool = False


@dataclass(frozen=True)
class Totals:
    """Of all rows of a filter, in the company's currency."""

    count: int
    received: int
    paid_back: int

    @property
    def net(self) -> int:
        return self.received - self.paid_back


def listed(asked: Asked, *, reader: Employee) -> "QuerySet[Payment]":
    """The visible payments that fit, the newest first."""
    rows: QuerySet[Payment] = Payment.objects.visible_to(reader)
    if asked.period:
        rows = rows.filter(paid_on__gte=asked.period.start, paid_on__lte=asked.period.end)
    for name, value in (
        ("owner", asked.person),
        ("method", asked.method),
        ("customer", asked.customer),
    ):
        if value is not None:
            rows = rows.filter(**{name: value})
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.advance:
        rows = rows.filter(with_rest())
    if asked.text:
        rows = rows.filter(
            Q(number__icontains=asked.text)
            | Q(customer__name__icontains=asked.text)
            | Q(note__icontains=asked.text)
        )
    return rows.order_by("-paid_on", "-pk")


def totals_of(rows: "QuerySet[Payment]") -> Totals:
    """One statement."""
    is_refund = Q(kind=PaymentKind.REFUND)
    found = rows.order_by().aggregate(
        count=Count("pk"),
        received=Sum("base_amount", filter=~is_refund),
        paid_back=Sum("base_amount", filter=is_refund),
    )
    return Totals(found["count"], found["received"] or 0, found["paid_back"] or 0)


def with_rest() -> Q:
    """Money that came in of which something is left to allocate."""
    return Q(kind=PaymentKind.RECEIPT, amount__gt=F("allocated") + F("paid_back"))


def allocations_of(payment: Payment) -> "QuerySet[Allocation]":
    """What it pays, with the orders and instalments."""
    return payment.allocations.select_related("order", "plan").order_by("allocated_on", "pk")


def allocations_to(order: Order, reader: Employee) -> "QuerySet[Allocation]":
    """What pays an order by payments that the reader sees, the newest first."""
    rows = order.allocations.filter(payment__in=Payment.objects.visible_to(reader))
    return rows.select_related("payment__method", "plan").order_by("-payment__paid_on", "-pk")


def orders_owed(
    reader: Employee, customer: Customer, *, currency: str = "", paid: bool = False
) -> "QuerySet[Order]":
    """Orders of a customer that can be paid (`paid`: paid back), the oldest first."""
    rows = Order.objects.workable_by(reader).in_force().filter(customer=customer)
    if currency:
        rows = rows.filter(currency=currency)
    rows = rows.filter(paid__gt=0) if paid else rows.filter(amount__gt=F("returned") + F("paid"))
    return rows.order_by("signed_on", "pk")


def advances_of(reader: Employee, customer: Customer) -> "Sequence[Payment]":
    """Payments of a customer of which something is left."""
    rows = Payment.objects.visible_to(reader).filter(with_rest(), customer=customer)
    return list(rows.order_by("paid_on", "pk"))
