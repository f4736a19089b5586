"""Field sales over the API."""

from ninja import Router

from . import nearby, tracks, visits

router = Router()
for part in (nearby, tracks, visits):
    router.add_router("", part.router)
