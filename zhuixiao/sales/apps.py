from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "zhuixiao.sales"
    label = "sales"
    verbose_name = _("Sales")

    def ready(self) -> None:
        from zhuixiao.accounts import on_setup  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.ledger import catalogue  # noqa: PLC0415

        from . import metrics, sources, tasks  # noqa: F401, PLC0415
        from .actions import seeding  # noqa: PLC0415
        from .wiring import (  # noqa: PLC0415
            expenses,
            exports,
            imports,
            menu,
            numbers,
            opportunities,
            orders,
            payments,
            permissions,
            quotes,
            recycling,
            shipments,
            table,
            uses,
            words,
        )

        catalogue.register(*metrics.ALL)
        sources.register()
        on_setup.register(seeding.on_setup)
        menu.register_links()
        for area in (
            permissions,
            uses,
            words,
            expenses,
            numbers,
            opportunities,
            orders,
            payments,
            quotes,
            recycling,
            shipments,
            table,
            imports,
            exports,
        ):
            area.register()
