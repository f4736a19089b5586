"""Pick lists, channels, regions and products over the API."""

from ninja import Router

from . import channels, options, products, regions

router = Router()
for part in (options, channels, regions, products):
    router.add_router("", part.router)
