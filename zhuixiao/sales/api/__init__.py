"""Selling over the API."""

from ninja import Router

from . import opportunities, orders, returns, targets

router = Router()
for part in (
    opportunities,
    orders,
    returns,
    targets,
):
    router.add_router("", part.router)
