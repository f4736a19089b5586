"""The columns of the one table that only selling knows."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.customers import fields
from zhuixiao.customers.fields import Added, Field, Kind

from ..metrics import ORDERS
from ..queries import bought, wallet


def register() -> None:
    """Called once, in AppConfig.ready()."""
    fields.add(
        Field(
            "bought",
            _("Products bought"),
            Kind.BOUGHT,
            added=Added(bought.products_of, bought.holds),
            is_sortable=False,
            module=ORDERS,
            width=180,
        )
    )
    fields.add(
        Field(
            "wallet_share",
            _("Share of wallet"),
            Kind.PERCENT,
            added=Added(wallet.shares),
            is_sortable=False,
            module=ORDERS,
            width=110,
        )
    )
