from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "zhuixiao.activities"
    label = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from zhuixiao.accounts import permissions  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.ledger import catalogue  # noqa: PLC0415

        from . import metrics, sources  # noqa: PLC0415

        catalogue.register(*metrics.ALL)
        sources.register()
        work = ["view", "create", "edit", "delete", "comment"]
        permissions.register(
            permissions.Module(
                key="activities",
                label=_("Activities"),
                actions=["view", "create", "edit", "delete", "comment", "manage"],
                defaults={
                    "boss": ("all", [*work, "manage"]),
                    "admin": ("all", [*work, "manage"]),
                    "manager": ("subtree", work),
                    "sales": ("own", work),
                    "marketing": ("own", work),
                    "service": ("own", work),
                    "finance": ("all", ["view", "create", "comment"]),
                },
            )
        )
