"""Where activities appear: the rail, the New menu, settings, the page of a customer."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit import navigation, panels
from zhuixiao.kit.navigation import NavItem


def register() -> None:
    """Called once, in AppConfig.ready()."""
    items = [
        NavItem(
            "activities",
            _("Action history"),
            "history",
            "activities:list",
            30,
            module="activities",
            keys="g a",
        ),
        NavItem(
            "tasks",
            _("Tasks"),
            "checkbox",
            "activities:tasks",
            40,
            module="activities",
            places=("rail", "phone"),
            keys="g t",
        ),
        NavItem(
            "calendar",
            _("Calendar"),
            "calendar",
            "activities:calendar",
            50,
            module="activities",
            keys="g k",
        ),
        NavItem(
            "activity-new",
            _("Action record"),
            "message-plus",
            "activities:new",
            10,
            module="activities",
            action="create",
            places=("new",),
            keys="f",
        ),
        NavItem(
            "task-new",
            _("Task"),
            "square-check",
            "activities:task_new",
            30,
            module="activities",
            action="create",
            places=("new",),
        ),
        NavItem(
            "event-new",
            _("Event"),
            "calendar-plus",
            "activities:event_new",
            40,
            module="activities",
            action="create",
            places=("new",),
        ),
        NavItem(
            "activity-settings",
            _("Action records"),
            "message-cog",
            "activities:settings",
            60,
            module="activities",
            action="manage",
            places=("settings",),
            group=_("Sales"),
        ),
    ]
    for item in items:
        navigation.register(item)
    for panel in (
        panels.Panel(
            "timeline",
            _("Timeline"),
            "activities:timeline",
            10,
            "history",
            "activities",
            inline=True,
        ),
        panels.Panel(
            "plans", _("Plans"), "activities:customer_plans", 20, "checkbox", "activities"
        ),
    ):
        panels.register("customer", panel)
