"""How much of an order can still come back."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet, Sum

from .choices import ReturnState
from .models import Order, OrderLine, ReturnLine


def asked(order_ids: Collection[int] | QuerySet[Any]) -> dict[int, int]:
    """What of each line of these orders waits for a decision about its return."""
    rows = ReturnLine.objects.filter(
        back__order__in=order_ids, back__state=ReturnState.ASKED, back__deleted_at=None
    )
    return dict(rows.values_list("line").annotate(Sum("quantity")).order_by())


def left(order: Order) -> list[tuple[OrderLine, int]]:
    """The lines of which something can still come back, in their order, with how much that is."""
    waits = asked([order.pk])
    rows = order.lines.order_by("position")
    found = [(row, row.quantity - row.returned - waits.get(row.pk, 0)) for row in rows]
    return [(row, number) for row, number in found if number > 0]
