"""Field sales over the API."""

from ninja import Router

from . import nearby, visits

router = Router()
for part in (visits, nearby):
    router.add_router("", part.router)
