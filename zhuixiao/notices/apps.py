from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "zhuixiao.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from . import tasks  # noqa: F401, PLC0415  (registers its periodic job)
