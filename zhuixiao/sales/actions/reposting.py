"""Bringing the ledger in step with orders that moved to another person or customer."""

from collections.abc import Sequence

from zhuixiao.ledger.actions import post_many

from .. import postings
from ..models import Order, Shipment


def of_orders(orders: Sequence[Order]) -> None:
    """Orders with everything that posts under their customer and person."""
    items = postings.orders_of(orders)
    shipments = Shipment.objects.filter(order__in=orders).select_related("order")
    items += [
        (postings.fact(postings.SHIPMENT, row), postings.of_shipment(row)) for row in shipments
    ]
    post_many(items=items)
