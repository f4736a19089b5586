from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "zhuixiao.analytics"
    label = "analytics"
    verbose_name = _("Summary tables")

    def ready(self) -> None:
        from . import wiring  # noqa: PLC0415  (apps are ready only here)

        wiring.register()
