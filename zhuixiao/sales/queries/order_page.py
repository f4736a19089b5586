"""One order as its page and the API show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog import costs

from .. import limits, totals
from ..choices import OrderState
from ..models import Order, OrderLine, Return


@dataclass(frozen=True)
class LineShown:
    """A line; `margin` (the company's currency) and its share in basis points are None for who may
    not know costs. `discount_bp` is how far below the list price it is."""

    line: OrderLine
    discount_bp: int
    margin: int | None
    margin_bp: int | None


@dataclass(frozen=True)
class Rights:
    """What a person may do with an order, as far as the role and the customer go."""

    works: bool
    edits: bool
    deletes: bool
    voids: bool
    manages: bool
    reads_cost: bool


def order_of(reader: Employee, pk: int) -> Order | None:
    """The visible order with what its page names."""
    rows = Order.objects.visible_to(reader).select_related(
        "customer", "contact", "opportunity", "quote", "type", "owner", "department", "request",
        "follows", "created_by",
    )  # fmt: skip
    found: Order | None = rows.filter(pk=pk).first()
    return found


def rights(reader: Employee, order: Order) -> Rights:
    access = reader.access
    works = Order.objects.workable_by(reader).filter(pk=order.pk).exists()
    edits = works and access.may("orders", "edit")
    own = reader.pk in {order.created_by_id, order.owner_id}
    return Rights(
        works=works,
        edits=edits,
        deletes=edits and (own or access.may("orders", "delete")),
        voids=works and access.may("orders", "delete"),
        manages=works and access.may("orders", "manage"),
        reads_cost=costs.may_read(access),
    )


def lines_of(order: Order, access: Access) -> list[LineShown]:
    """The lines in their order, with margins for who may know them."""
    may_read = costs.may_read(access)
    rows = list(order.lines.order_by("position"))
    weighed = limits.of_lines(rows)
    return [
        LineShown(
            line=row,
            discount_bp=max(0, weight.discount_bp),
            margin=row.base_amount - row.cost if may_read else None,
            margin_bp=totals.share_bp(row.base_amount - row.cost, row.base_amount)
            if may_read and row.base_amount
            else None,
        )
        for row, weight in zip(rows, weighed, strict=True)
    ]


def margin_of(order: Order) -> tuple[int, int | None]:
    """Margin of the whole in the company's currency, and its share in basis points."""
    margin = order.base_amount - order.cost
    return margin, totals.share_bp(margin, order.base_amount) if order.base_amount else None


def returns_of(order: Order) -> "QuerySet[Return]":
    """What came back of it, the latest first."""
    rows = Return.objects.filter(order=order, deleted_at=None)
    return rows.select_related("request").prefetch_related("lines__line").order_by("-pk")


def returns_seen(reader: Employee) -> "QuerySet[Return]":
    """Returns of orders that a person may see, not deleted."""
    orders = Order.objects.visible_to(reader)
    rows = Return.objects.filter(deleted_at=None, order__in=orders.values("pk"))
    return rows.select_related("order__customer", "created_by")


def steps_of(order: Order) -> Sequence[tuple[OrderState, str]]:
    """The states that an order goes through, each "past", "now" or "next"."""
    way = [OrderState.DRAFT, OrderState.SIGNED, OrderState.RUNNING, OrderState.COMPLETE]
    if order.state == OrderState.ASKED:
        way.insert(1, OrderState.ASKED)
    if order.state == OrderState.VOID:
        way = [OrderState.DRAFT, OrderState.SIGNED, OrderState.VOID]
    at = way.index(OrderState(order.state))
    return [
        (state, "past" if place < at else "now" if place == at else "next")
        for place, state in enumerate(way)
    ]
