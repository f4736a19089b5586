"""What can be imported, and where it belongs."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import metrics


class Kind(StrEnum):
    """The values name commands, addresses and the prefix of what a record came from."""

    ORDERS = "orders"
    PAYMENTS = "payments"
    OPPORTUNITIES = "opportunities"

    @property
    def module(self) -> str:
        """The module of the permission matrix whose right "import" it needs."""
        return _MODULES[self]

    @property
    def heading(self) -> str | Promise:
        return _HEADINGS[self]

    @property
    def list_url(self) -> str:
        """The name of the page that lists these records."""
        return _LISTS[self]

    @property
    def import_url(self) -> str:
        """The name of the page that imports them."""
        return _IMPORTS[self]

    def source_key(self, number: str) -> str:
        """What stands on a record that came from a file under this number: unique."""
        return f"{self.value}:{number}"


def came_as(source_keys: Iterable[str]) -> Q:
    """Records that came from files under these keys.

    Their index holds no records that came from none, and is used only where the question says so
    too; without it every record there is would be read.
    """
    return ~Q(source_key="") & Q(source_key__in=list(source_keys))


_MODULES = {
    Kind.ORDERS: metrics.ORDERS,
    Kind.PAYMENTS: metrics.PAYMENTS,
    Kind.OPPORTUNITIES: metrics.OPPORTUNITIES,
}
_HEADINGS: dict[Kind, str | Promise] = {
    Kind.ORDERS: _("Import orders"),
    Kind.PAYMENTS: _("Import payments"),
    Kind.OPPORTUNITIES: _("Import opportunities"),
}
_LISTS = {
    Kind.ORDERS: "sales:orders",
    Kind.PAYMENTS: "sales:payments",
    Kind.OPPORTUNITIES: "sales:opportunity-list",
}
_IMPORTS = {
    Kind.ORDERS: "sales:order-import",
    Kind.PAYMENTS: "sales:payment-import",
    Kind.OPPORTUNITIES: "sales:opportunity-import",
}
