"""The organisation over the API: people, departments, groups, roles."""

from ninja import Router

from . import departments, employees, groups, own, roles

router = Router()
for part in (own, employees, departments, groups, roles):
    router.add_router("", part.router)
