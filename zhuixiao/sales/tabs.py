"""Pages of selling that stand side by side under one link of the shell."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.access import Access
from zhuixiao.kit.templatetags.paging import Tab

from .metrics import EXPENSES, OPPORTUNITIES, ORDERS, PAYMENTS

_Page = tuple[str, str | Promise, str]

# Of each page the name of its URL, its label and the module that opens it.
CHANCES: Sequence[_Page] = (
    ("sales:opportunities", _("Board"), OPPORTUNITIES),
    ("sales:opportunity-list", _("List"), OPPORTUNITIES),
    ("sales:forecast", _("Forecast"), OPPORTUNITIES),
)
DOCUMENTS: Sequence[_Page] = (
    ("sales:orders", _("Contract orders"), ORDERS),
    ("sales:quotes", _("Quotes"), ORDERS),
    ("sales:shipments", _("Shipments"), ORDERS),
    ("sales:returns", pgettext_lazy("documents", "Returns of goods"), ORDERS),
)
MONEY: Sequence[_Page] = (
    ("sales:payments", _("Payments"), PAYMENTS),
    ("sales:plans", _("Due payments"), PAYMENTS),
    ("sales:invoices", _("Invoices"), PAYMENTS),
)
SPENDING: Sequence[_Page] = (
    ("sales:expenses", _("Expenses"), EXPENSES),
    ("sales:claims", _("Expense claims"), EXPENSES),
)
NUMBERS: Sequence[_Page] = (
    ("sales:performance", _("My performance"), ORDERS),
    ("sales:sold", _("Sales"), ORDERS),
    ("sales:margins", _("Margin by product"), ORDERS),
    ("sales:year", _("Year"), ORDERS),
    ("sales:ranking", _("Ranking"), ORDERS),
    ("sales:targets", _("Targets"), ORDERS),
)


def tabs(pages: Sequence[_Page], *, active: str, access: Access) -> list[Tab]:
    """Those of the pages that exist and that the person may open."""
    found = []
    for name, label, module in pages:
        if access.may(module, "view"):
            try:
                found.append(Tab(label, reverse(name), name == active))
            except NoReverseMatch:
                continue
    return found
