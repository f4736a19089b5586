"""Pages of selling that stand side by side under one link of the shell."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.access import Access
from zhuixiao.kit.templatetags.paging import Tab
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Metric

from .metrics import EXPENSES, MARGIN, OPPORTUNITIES, ORDERS, PAYMENTS

_Page = tuple[str, str | Promise, str | Metric]

# Of each page the name of its URL, its label and the module or the number that opens it.
CHANCES: Sequence[_Page] = (
    ("sales:opportunities", _("Board"), OPPORTUNITIES),
    ("sales:opportunity-list", _("List"), OPPORTUNITIES),
    ("sales:forecast", _("Forecast"), OPPORTUNITIES),
)
DOCUMENTS: Sequence[_Page] = (
    ("sales:orders", _("Contract orders"), ORDERS),
    ("sales:quotes", _("Quotes"), ORDERS),
    ("sales:shipments", pgettext_lazy("list", "Shipments"), ORDERS),
    ("sales:returns", pgettext_lazy("documents", "Returns of goods"), ORDERS),
)
MONEY: Sequence[_Page] = (
    ("sales:payments", pgettext_lazy("documents", "Payments"), PAYMENTS),
    ("sales:plans", _("Due payments"), PAYMENTS),
    ("sales:invoices", pgettext_lazy("documents", "Invoices"), PAYMENTS),
)
SPENDING: Sequence[_Page] = (
    ("sales:expenses", _("Expenses"), EXPENSES),
    ("sales:claims", _("Expense claims"), EXPENSES),
)
NUMBERS: Sequence[_Page] = (
    ("sales:performance", _("My performance"), ORDERS),
    ("sales:sold", _("Sales analysis"), ORDERS),
    ("sales:margins", _("Margin by product"), MARGIN),
    ("sales:year", _("Margin of the year"), MARGIN),
    ("sales:ranking", _("Ranking"), ORDERS),
    ("sales:targets", _("Targets"), ORDERS),
)


def tabs(pages: Sequence[_Page], *, active: str, access: Access) -> list[Tab]:
    """Those of the pages that the person may open."""
    return [
        Tab(label, reverse(name), name == active)
        for name, label, opens in pages
        if _may_open(access, opens)
    ]


def _may_open(access: Access, opens: str | Metric) -> bool:
    if isinstance(opens, Metric):
        return catalogue.may_read(access, opens)
    return access.may(opens, "view")
