"""Selling over the API."""

from ninja import Router

from . import orders, returns, targets

router = Router()
for part in (
    orders,
    returns,
    targets,
):
    router.add_router("", part.router)
