from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "zhuixiao.catalog"
    label = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from zhuixiao.accounts import on_setup, permissions  # noqa: PLC0415  (apps are ready here)
        from zhuixiao.files import access  # noqa: PLC0415

        from . import images, menu, merging, names, tasks, words  # noqa: F401, PLC0415  (tasks register themselves)
        from .actions import seeding  # noqa: PLC0415
        from .choices import PickList  # noqa: PLC0415
        from .models import PriceTier  # noqa: PLC0415

        on_setup.register(seeding.on_setup)
        menu.register_links()
        merging.register(PickList.IMPORTANCE, PriceTier, "level_id", once_per="product_id")
        access.register(images.KIND, images.may_see)
        names.register()
        words.register()
        everyone = ("all", ["view"])
        keeper = ("all", ["view", "manage"])
        permissions.register(
            permissions.Module(
                key="catalog",
                label=_("Catalogue"),
                actions=["view", "manage"],
                has_scope=False,
                fields={"catalog.cost": _("Standard cost")},
                defaults={
                    "boss": keeper,
                    "admin": keeper,
                    "finance": keeper,
                    "manager": everyone,
                    "sales": everyone,
                    "marketing": everyone,
                    "service": everyone,
                },
                field_defaults={
                    "catalog.cost": {
                        "sales": "hidden",
                        "service": "hidden",
                        "marketing": "hidden",
                        "manager": "read",
                    }
                },
            )
        )
