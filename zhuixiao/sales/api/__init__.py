"""Selling over the API."""

from ninja import Router

from . import claims, expenses, shipments

router = Router()
for part in (shipments, expenses, claims):
    router.add_router("", part.router)
