from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "zhuixiao.approvals"
    label = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        from zhuixiao.accounts import holdings, permissions  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.kit import navigation  # noqa: PLC0415

        from . import tasks, words  # noqa: F401, PLC0415  (its periodic job registers itself)
        from .actions import delegating  # noqa: PLC0415
        from .queries import inbox  # noqa: PLC0415

        words.register()
        everybody = ("view", "decide")
        permissions.register(
            permissions.Module(
                key="approvals",
                label=_("Approvals"),
                actions=["view", "decide", "manage"],
                has_scope=False,
                defaults={
                    "boss": ("all", [*everybody, "manage"]),
                    "admin": ("all", [*everybody, "manage"]),
                    **dict.fromkeys(
                        ("manager", "sales", "marketing", "service", "finance"), ("all", everybody)
                    ),
                },
            )
        )
        holdings.register(
            holdings.Holding(
                "approvals",
                _("Approvals to decide"),
                "checklist",
                50,
                delegating.count_open,
                delegating.hand_over,
            )
        )
        navigation.register(
            navigation.NavItem(
                "approvals",
                _("Approvals"),
                "checklist",
                "approvals:list",
                70,
                module="approvals",
                keys="g a",
                count=inbox.waiting_count,
            )
        )
        navigation.register(
            navigation.NavItem(
                "approval-flows",
                _("Approval flows"),
                "git-branch",
                "approvals:flows",
                150,
                module="approvals",
                action="manage",
                places=("settings",),
                group=_("Organisation"),
            )
        )
