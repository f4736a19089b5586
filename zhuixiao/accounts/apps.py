from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "zhuixiao.accounts"
    label = "accounts"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        # Importing guards registers its check, importing tasks the jobs.
        from . import guards, holdings, menu, permissions, tasks, words  # noqa: F401, PLC0415
        from .actions import leaving  # noqa: PLC0415

        menu.register_links()
        words.register_words()
        holdings.register(
            holdings.Holding(
                leaving.HEADS,
                _("Head of departments"),
                "sitemap",
                40,
                leaving.count_departments,
                leaving.replace_as_head,
            )
        )
        holdings.register(
            holdings.Holding(
                "groups",
                _("Groups"),
                "users-group",
                50,
                leaving.count_groups,
                leaving.replace_in_groups,
            )
        )
        everyone = ("all", ["view"])
        permissions.register(
            permissions.Module(
                key="accounts",
                label=_("Organisation"),
                actions=["view", "manage"],
                has_scope=False,
                defaults={
                    "boss": ("all", ["view", "manage"]),
                    "admin": ("all", ["view", "manage"]),
                    "manager": everyone,
                    "sales": everyone,
                    "marketing": everyone,
                    "service": everyone,
                    "finance": everyone,
                },
            )
        )
        permissions.register(
            permissions.Module(
                key="audit",
                label=_("Audit log"),
                actions=["view", "export"],
                has_scope=False,
                defaults={
                    "boss": ("all", ["view", "export"]),
                    "admin": ("all", ["view", "export"]),
                },
            )
        )
