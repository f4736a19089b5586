"""Field sales over the API."""

from ninja import Router

from . import attendance, leave, nearby, tracks, visits

router = Router()
for part in (nearby, visits, attendance, leave, tracks):
    router.add_router("", part.router)
