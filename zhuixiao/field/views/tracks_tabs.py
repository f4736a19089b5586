"""The pages of tracks side by side."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.kit.templatetags.paging import Tab

_PAGES = (
    ("field:tracks-map", _("Track viewer"), "view"),
    ("field:tracks-list", _("Track list"), "view"),
    ("field:tracks-live", _("Where everybody is"), "view"),
    ("field:tracks-heat", _("Heat map"), "view"),
    ("field:track-mine", _("My track"), "create"),
)


def tabs(active: str, access: Access) -> list[Tab]:
    """Those that the person may open."""
    return [
        Tab(label, reverse(name), name == active)
        for name, label, action in _PAGES
        if access.may("tracks", action)
    ]
