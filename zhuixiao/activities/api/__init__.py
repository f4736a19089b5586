"""Action records, plans and the calendar over the API."""

from ninja import Router

from . import events, plans, records

router = Router()
for part in (records, plans, events):
    router.add_router("", part.router)
