from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "zhuixiao.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from zhuixiao.accounts import permissions  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.activities import comments  # noqa: PLC0415
        from zhuixiao.kit import navigation  # noqa: PLC0415
        from zhuixiao.ledger import catalogue  # noqa: PLC0415
        from zhuixiao.notices import kinds  # noqa: PLC0415

        from . import exporting, held, metrics, phone, postings, sources, subscribed, tasks, words  # noqa: F401, PLC0415  (jobs register themselves)
        from .queries import commenting  # noqa: PLC0415

        catalogue.register(*metrics.ALL)
        sources.register()
        held.register()
        words.register()
        subscribed.register()
        exporting.wire()
        phone.register()
        comments.register(postings.REPORT, commenting.target)
        kinds.register("reports.submitted", _("Reports of your people"))
        kinds.register("reports.reminder", _("Own reports that are not submitted yet"))
        work = ["view", "create", "comment"]
        permissions.register(
            permissions.Module(
                key="reports",
                label=_("Reports"),
                actions=["view", "create", "comment", "export", "manage"],
                defaults={
                    "boss": ("all", ["view", "comment", "export", "manage"]),
                    "admin": ("all", ["view", "manage"]),
                    "manager": ("subtree", [*work, "export"]),
                    "sales": ("own", work),
                    "marketing": ("own", work),
                    "service": ("own", work),
                    "finance": ("own", work),
                },
            )
        )
        navigation.register(
            navigation.NavItem(
                "report-rules",
                _("Rules of reports"),
                "report",
                "reports:rules",
                25,
                module="reports",
                action="manage",
                places=("settings",),
                group=_("Sales"),
            )
        )
        navigation.register(
            navigation.NavItem(
                "reports",
                _("Reports"),
                "report",
                "reports:home",
                50,
                module="reports",
                places=("rail", "phone"),
                keys="g r",
                count=commenting.questions_to,
            )
        )
