"""Shipments: lists, what is left of an order, and the carriers in use."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from ..choices import OrderState, ShipmentState
from ..models import Order, OrderLine, Shipment, ShipmentLine

_CARRIERS = 30


@dataclass(frozen=True)
class ShipmentFilter:
    """What a list asks for; a period of None is ever, the person is the order's owner."""

    period: Period | None = None
    state: str = ""
    person: Employee | None = None
    text: str = ""


@dataclass(frozen=True)
class Totals:
    """How many shipments, and how many of them have not arrived."""

    count: int
    on_the_way: int


def visible_to(reader: Employee) -> "QuerySet[Shipment]":
    """Those, not deleted, of orders that the reader may see."""
    orders = Order.objects.visible_to(reader).values("pk")
    return Shipment.objects.filter(order__in=orders, deleted_at=None)


def listed(chosen: ShipmentFilter, *, reader: Employee) -> "QuerySet[Shipment]":
    """By filter, the last sent first."""
    rows = visible_to(reader)
    if chosen.period:
        rows = rows.filter(shipped_on__range=(chosen.period.start, chosen.period.end))
    if chosen.state in ShipmentState.values:
        rows = rows.filter(state=chosen.state)
    if chosen.person:
        rows = rows.filter(order__owner=chosen.person)
    if text := chosen.text.strip():
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(tracking_number__icontains=text)
            | Q(carrier__icontains=text)
            | Q(receiver__icontains=text)
            | Q(order__number__icontains=text)
            | Q(order__customer__name__icontains=text)
        )
    return rows.order_by("-shipped_on", "-pk")


def totals(rows: "QuerySet[Shipment]") -> Totals:
    """Of all that the filter finds, not of a page."""
    found = rows.order_by().aggregate(
        count=Count("pk"), on_the_way=Count("pk", filter=Q(state=ShipmentState.SENT))
    )
    return Totals(found["count"], found["on_the_way"])


def with_goods(rows: "QuerySet[Shipment]") -> "QuerySet[Shipment]":
    """With all that a line of a list shows."""
    parts = ShipmentLine.objects.select_related("line").order_by("line__position")
    joined = ("order__customer", "order__owner")
    return rows.select_related(*joined).prefetch_related(Prefetch("lines", parts))


def of_order(order: Order, reader: Employee) -> "QuerySet[Shipment]":
    """The shipments of an order, as far as the reader sees it, the last first."""
    rows = visible_to(reader).filter(order=order)
    parts = ShipmentLine.objects.select_related("line").order_by("line__position")
    return rows.prefetch_related(Prefetch("lines", parts)).order_by("-shipped_on", "-pk")


def lines_of(order: Order) -> list[OrderLine]:
    """In the order's own order."""
    return list(order.lines.order_by("position"))


def may_be_completed(order: Order, lines: list[OrderLine]) -> bool:
    """Whether nothing of a signed order is left to be shipped or paid."""
    is_open = order.state in {OrderState.SIGNED, OrderState.RUNNING}
    return is_open and order.owed <= 0 and not any(line.left for line in lines)


def carriers(reader: Employee) -> list[str]:
    """Those that were used last, for the field to offer."""
    used = visible_to(reader).exclude(carrier="").order_by("-pk").values_list("carrier", flat=True)
    return list(dict.fromkeys(used[: _CARRIERS * 5]))[:_CARRIERS]
