from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "zhuixiao.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from . import tasks  # noqa: F401, PLC0415  (registers its periodic job)
