"""Selling over the API."""

from ninja import Router

from . import opportunities

router = Router()
for part in (opportunities,):
    router.add_router("", part.router)
