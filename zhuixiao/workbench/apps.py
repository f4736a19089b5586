from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    name = "zhuixiao.workbench"
    label = "workbench"
    verbose_name = _("Workbench")

    def ready(self) -> None:
        from zhuixiao.accounts.menu import managed  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.kit import navigation  # noqa: PLC0415

        from . import failures  # noqa: PLC0415

        failures.watch()
        navigation.register(
            navigation.NavItem(
                "home", _("Today"), "home", "home", 10, places=("rail", "phone"), keys="g h"
            )
        )
        navigation.register(
            managed(
                "system", _("System and backups"), icon="server-cog", url_name="system", order=195
            )
        )
