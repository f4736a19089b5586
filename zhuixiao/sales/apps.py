from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "zhuixiao.sales"
    label = "sales"
    verbose_name = _("Sales")

    def ready(self) -> None:
        from zhuixiao.accounts import on_setup  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.ledger import catalogue  # noqa: PLC0415

        from . import metrics, sources  # noqa: PLC0415
        from .actions import seeding  # noqa: PLC0415
        from .wiring import imports, menu, permissions, uses, words  # noqa: PLC0415

        catalogue.register(*metrics.ALL)
        sources.register()
        on_setup.register(seeding.on_setup)
        menu.register_links()
        for area in (permissions, uses, words, imports):
            area.register()
