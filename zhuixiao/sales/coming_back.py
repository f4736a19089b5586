"""How much of an order can still come back."""

from django.db.models import Sum

from .choices import ReturnState
from .models import Order, OrderLine, ReturnLine


def asked(order: Order) -> dict[int, int]:
    """What of each line waits for a decision about its return."""
    rows = ReturnLine.objects.filter(
        back__order=order, back__state=ReturnState.ASKED, back__deleted_at=None
    )
    return dict(rows.values_list("line").annotate(Sum("quantity")).order_by())


def left(order: Order) -> list[tuple[OrderLine, int]]:
    """The lines of which something can still come back, in their order, with how much that is."""
    waits = asked(order)
    rows = order.lines.order_by("position")
    found = [(row, row.quantity - row.returned - waits.get(row.pk, 0)) for row in rows]
    return [(row, number) for row, number in found if number > 0]
