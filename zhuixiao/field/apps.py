from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldConfig(AppConfig):
    name = "zhuixiao.field"
    label = "field"
    verbose_name = _("Field sales")

    def ready(self) -> None:
        from . import attendance_tasks, visits_tasks  # noqa: F401, PLC0415  (apps are ready only here)
        from .wiring import attendance, leave, phone, tracks, visits  # noqa: PLC0415

        for area in (phone, visits, attendance, leave, tracks):
            area.register()
