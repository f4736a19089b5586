from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldConfig(AppConfig):
    name = "zhuixiao.field"
    label = "field"
    verbose_name = _("Field sales")

    def ready(self) -> None:
        from .wiring import tracks  # noqa: PLC0415  (apps are ready only here)

        tracks.register()
