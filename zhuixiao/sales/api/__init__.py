"""Selling over the API."""

from ninja import Router

from . import claims, expenses, opportunities, orders, returns, shipments, targets

router = Router()
for part in (
    claims,
    expenses,
    opportunities,
    orders,
    returns,
    shipments,
    targets,
):
    router.add_router("", part.router)
