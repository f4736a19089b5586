"""Field sales over the API."""

from ninja import Router

from . import attendance, leave

router = Router()
for part in (attendance, leave):
    router.add_router("", part.router)
