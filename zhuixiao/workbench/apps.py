from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    name = "zhuixiao.workbench"
    label = "workbench"
    verbose_name = _("Workbench")

    def ready(self) -> None:
        from zhuixiao.accounts.actions.letterhead import KIND  # noqa: PLC0415
        from zhuixiao.accounts.menu import managed  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.files import access  # noqa: PLC0415
        from zhuixiao.kit import navigation  # noqa: PLC0415

        from . import failures  # noqa: PLC0415

        failures.watch()
        navigation.register(
            navigation.NavItem(
                "home", _("Today"), "home", "home", 10, places=("rail", "phone"), keys="g h"
            )
        )
        # The logo stands on papers that leave the house: no secret among colleagues.
        access.register(KIND, lambda employee, _record_id: employee.is_active)
        navigation.register(
            managed(
                "letterhead",
                _("Letterhead and bills"),
                icon="file-description",
                url_name="letterhead",
                order=105,
            )
        )
        navigation.register(
            managed(
                "system", _("System and backups"), icon="server-cog", url_name="system", order=195
            )
        )
