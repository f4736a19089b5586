"""Everything about customers over the API, one router for each kind of record."""

from ninja import Router

from . import (
    collaborators,
    consents,
    contacts,
    customers,
    exports,
    fields,
    files,
    imports,
    pools,
    views,
)

router = Router()
for part in (
    customers,
    pools,
    contacts,
    consents,
    collaborators,
    files,
    views,
    fields,
    imports,
    exports,
):
    router.add_router("", part.router)
