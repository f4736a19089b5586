"""Field sales over the API."""

from ninja import Router

from . import visits

router = Router()
for part in (visits,):
    router.add_router("", part.router)
