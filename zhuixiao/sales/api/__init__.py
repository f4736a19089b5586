"""Selling over the API."""

from ninja import Router

from . import (
    claims,
    expenses,
    imports,
    invoices,
    opportunities,
    orders,
    payments,
    quotes,
    returns,
    shipments,
    targets,
)

router = Router()
for part in (
    claims,
    expenses,
    imports,
    invoices,
    opportunities,
    orders,
    payments,
    quotes,
    returns,
    shipments,
    targets,
):
    router.add_router("", part.router)
