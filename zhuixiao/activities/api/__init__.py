"""Action records, tasks, planned contacts and the calendar over the API."""

from ninja import Router

from . import events, follow_ups, records, tasks

router = Router()
for part in (records, tasks, follow_ups, events):
    router.add_router("", part.router)
