"""The tabs of notices, subscriptions and jobs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.templatetags.paging import Tab


def tabs(reader: Employee, active: str) -> list[Tab]:
    """`active` is open, all, subscriptions, jobs or all-jobs."""
    notices, jobs = reverse("notices:list"), reverse("notices:jobs")
    shown = [
        ("open", _("Not done yet"), notices),
        ("all", _("All"), f"{notices}?show=all"),
        ("subscriptions", _("Subscriptions"), reverse("notices:subscriptions")),
        ("jobs", _("My jobs"), jobs),
    ]
    if reader.access.may("accounts", "manage"):
        shown.append(("all-jobs", _("All jobs"), f"{jobs}?show=all"))
    return [Tab(label, url, is_active=key == active) for key, label, url in shown]
