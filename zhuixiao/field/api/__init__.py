"""Field sales over the API."""

from ninja import Router

from . import attendance, leave, nearby, visits

router = Router()
for part in (nearby, visits, attendance, leave):
    router.add_router("", part.router)
