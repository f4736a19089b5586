"""Selling over the API."""

from ninja import Router

from . import targets

router = Router()
for part in (targets,):
    router.add_router("", part.router)
