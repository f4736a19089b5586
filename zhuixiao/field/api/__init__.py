"""Field sales over the API."""

from ninja import Router

from . import tracks

router = Router()
for part in (tracks,):
    router.add_router("", part.router)
