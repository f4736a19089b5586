"""Selling over the API."""

from ninja import Router

from . import orders, quotes, returns

router = Router()
for area in (orders, returns, quotes):
    router.add_router("", area.router)
