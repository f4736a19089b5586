"""Pages of attendance and leave that stand side by side."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import DataScope
from zhuixiao.kit.templatetags.paging import Tab

_Page = tuple[str, str | Promise, str]

ATTENDANCE: Sequence[_Page] = (
    ("field:attendance", _("My attendance"), "create"),
    ("field:attendance-table", _("Month table"), "view"),
    ("field:attendance-corrections", _("Corrections"), "view"),
)
LEAVE: Sequence[_Page] = (
    ("field:leave", _("My leave"), "create"),
    ("field:leave-team", _("Leave of the team"), "team"),
    ("field:leave-balances", _("Balances"), "view"),
)


def tabs(pages: Sequence[_Page], module: str, *, active: str, access: Access) -> list[Tab]:
    """Those of the pages that the person may open."""
    found = []
    for name, label, action in pages:
        if action == "team":
            is_open = access.may(module, "view") and access.scope(module) != DataScope.OWN
        else:
            is_open = access.may(module, action)
        if is_open:
            found.append(Tab(label, reverse(name), name == active))
    return found
