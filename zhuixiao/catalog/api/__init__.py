"""Pick lists, channels, regions and products over the API."""

from ninja import Router

from . import categories, channels, options, products, regions

router = Router()
for part in (options, channels, regions, categories, products):
    router.add_router("", part.router)
