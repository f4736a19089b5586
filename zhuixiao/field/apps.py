from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldConfig(AppConfig):
    name = "zhuixiao.field"
    label = "field"
    verbose_name = _("Field sales")

    def ready(self) -> None:
        from .wiring import (  # noqa: PLC0415  (apps are ready only here)
            attendance,
            leave,
            phone,
            tracks,
            visits,
        )

        for area in (phone, visits, attendance, leave, tracks):
            area.register()
