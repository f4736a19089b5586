"""Selling over the API."""

from ninja import Router

from . import imports

router = Router()
for part in (imports,):
    router.add_router("", part.router)
