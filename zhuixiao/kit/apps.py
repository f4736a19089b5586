from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "zhuixiao.kit"
    label = "kit"

    def ready(self) -> None:
        from .backup import nightly  # noqa: F401, PLC0415  (registers its periodic jobs)
        from .jobs import housekeeping  # noqa: F401, PLC0415
