"""Field sales over the API."""

from ninja import Router

from . import attendance, day, leave, nearby, tracks, visits

router = Router()
for part in (nearby, visits, day, attendance, leave, tracks):
    router.add_router("", part.router)
