"""Field sales over the API."""

from ninja import Router

from . import nearby, visits

router = Router()
for part in (nearby, visits):
    router.add_router("", part.router)
