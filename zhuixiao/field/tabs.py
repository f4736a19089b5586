"""Pages of field sales that stand side by side under one link of the shell."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import DataScope
from zhuixiao.kit.templatetags.paging import Tab

_Page = tuple[str, str | Promise, str, str]

# Of each page the name of its URL, its label, its module and what one has to be allowed there;
# "team" is to see others than oneself.
ATTENDANCE: Sequence[_Page] = (
    ("field:attendance", _("My attendance"), "attendance", "create"),
    ("field:attendance-table", _("Month table"), "attendance", "view"),
    ("field:attendance-corrections", _("Corrections"), "attendance", "view"),
    ("field:leave", _("My leave"), "leave", "create"),
    ("field:leave-team", _("Leave of the team"), "leave", "team"),
    ("field:leave-balances", _("Balances"), "leave", "view"),
)
VISITS: Sequence[_Page] = (
    ("field:visits", _("Visits"), "visits", "view"),
    ("field:nearby", _("Customers nearby"), "customers", "view"),
    ("field:visits-map", _("Team's day"), "visits", "view"),
    ("field:visits-day", _("Planned and made"), "visits", "view"),
    ("field:route", _("Route of a day"), "visits", "view"),
    ("field:visits-gaps", _("Without a visit"), "visits", "view"),
    ("field:photos", _("Photos"), "visits", "view"),
)
TRACKS: Sequence[_Page] = (
    ("field:tracks-map", _("Track viewer"), "tracks", "view"),
    ("field:tracks-list", _("Track list"), "tracks", "view"),
    ("field:tracks-live", _("Where everybody is"), "tracks", "view"),
    ("field:tracks-heat", _("Heat map"), "tracks", "view"),
    ("field:track-mine", _("My track"), "tracks", "create"),
)


def tabs(pages: Sequence[_Page], *, active: str, access: Access) -> list[Tab]:
    """Those of the pages that the person may open."""
    return [
        Tab(label, reverse(name), name == active)
        for name, label, module, action in pages
        if _may_open(access, module, action)
    ]


def _may_open(access: Access, module: str, action: str) -> bool:
    if action == "team":
        return access.may(module, "view") and access.scope(module) != DataScope.OWN
    return access.may(module, action)
