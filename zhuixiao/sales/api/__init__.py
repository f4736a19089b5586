"""Selling over the API."""

from ninja import Router

from . import orders, returns

router = Router()
for area in (orders, returns):
    router.add_router("", area.router)
