"""Selling over the API."""

from ninja import Router

from . import invoices, payments

router = Router()
for area in (payments, invoices):
    router.add_router("", area.router)
