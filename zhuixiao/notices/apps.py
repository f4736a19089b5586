from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "zhuixiao.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from zhuixiao.accounts import labels, menu, permissions  # noqa: PLC0415  (apps are ready)
        from zhuixiao.kit import jobs, navigation  # noqa: PLC0415

        from . import kinds, tasks  # noqa: PLC0415  (registers its periodic jobs)
        from .actions import delivering, robots, subscribing  # noqa: PLC0415
        from .rights import ROBOTS  # noqa: PLC0415

        jobs.when_failed(delivering.JOB, tasks.tell_failure)
        kinds.register(delivering.NOTICE, _("Messages that I subscribed to"))
        kinds.register(delivering.FAILED, _("A message that I subscribed to was not sent"))
        permissions.register(
            permissions.Module(
                key=ROBOTS[0],
                label=_("Robots of groups"),
                actions=[ROBOTS[1]],
                has_scope=False,
                defaults={
                    "boss": ("all", [ROBOTS[1]]),
                    "admin": ("all", [ROBOTS[1]]),
                },
            )
        )
        navigation.register(
            navigation.NavItem(
                "robots",
                _("Robots of groups"),
                icon="robot",
                url_name="notices:robots",
                order=150,
                module=ROBOTS[0],
                action=ROBOTS[1],
                places=("settings",),
                group=menu.ORGANISATION,
            )
        )
        labels.register(
            robots.KIND, {"subscriptions": _("Subscriptions")}, label=_("Robot of a group")
        )
        labels.register(
            subscribing.KIND,
            {
                "subject": _("Whom or what it is about"),
                "period": _("How often"),
                "to": _("Send it to"),
                "is_on": _("Switched on"),
            },
            label=_("Subscription"),
        )
