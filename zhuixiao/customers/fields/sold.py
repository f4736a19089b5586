"""What was sold to a customer, in the company's currency and returns taken off; whoever may not see
orders or payments sees none of it."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.catalog.costs import COST

from .kinds import Field, Kind

# The modules of the app of selling, which is a higher one.
ORDERS, PAYMENTS, OPPORTUNITIES = "orders", "payments", "opportunities"

# Sorted by are those alone that an index serves among a million customers.
SOLD = (
    Field(
        "order_count",
        _("Orders"),
        Kind.INTEGER,
        "order_count",
        is_sortable=False,
        module=ORDERS,
        width=90,
    ),
    Field("order_amount", _("Order amount"), Kind.MONEY, "order_amount", module=ORDERS, width=130),
    Field(
        "paid_amount",
        _("Paid"),
        Kind.MONEY,
        "paid_amount",
        is_sortable=False,
        module=PAYMENTS,
        width=130,
    ),
    Field(
        "owed_amount",
        _("Owed"),
        Kind.MONEY,
        "owed_amount",
        is_sortable=False,
        module=PAYMENTS,
        width=130,
    ),
    Field(
        "margin",
        _("Gross margin"),
        Kind.MONEY,
        difference=("order_amount", "order_cost"),
        is_sortable=False,
        permission=COST,
        module=ORDERS,
        width=130,
    ),
    Field(
        "first_order",
        _("First order"),
        Kind.DATE,
        "first_order_on",
        is_sortable=False,
        module=ORDERS,
    ),
    Field("last_order", _("Last order"), Kind.DATE, "last_order_on", module=ORDERS),
    Field(
        "contract_end",
        _("Contract ends"),
        Kind.DATE,
        "contract_ends_on",
        is_sortable=False,
        module=ORDERS,
        width=130,
    ),
    Field(
        "last_opportunity",
        _("Last opportunity"),
        Kind.DATE,
        "last_opportunity_on",
        is_sortable=False,
        module=OPPORTUNITIES,
        width=130,
    ),
)
# What the customer buys of our kind of goods in a year, from anybody: the whole of its wallet.
YEARLY_SPEND = Field(
    "yearly_spend",
    _("Yearly spend"),
    Kind.MONEY,
    "yearly_spend",
    is_editable=True,
    is_sortable=False,
    width=130,
)
