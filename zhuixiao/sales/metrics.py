"""The numbers that selling gives to the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.catalog.costs import COST
from zhuixiao.ledger.catalogue import Dimension, Metric, Ratio

OPPORTUNITIES, ORDERS, PAYMENTS, EXPENSES = "opportunities", "orders", "payments", "expenses"
_ORIGIN = frozenset({Dimension.CHANNEL, Dimension.REGION})
_PRODUCT = _ORIGIN | {Dimension.PRODUCT}
_OPTION = frozenset({Dimension.OPTION})


def _count(
    number: int,
    key: str,
    label: str | Promise,
    module: str,
    *,
    dims: frozenset[Dimension] = frozenset(),
    on_timeline: bool = False,
) -> Metric:
    return Metric(number, key, label, "count", module, dims=dims, on_timeline=on_timeline)


def _amount(number: int, key: str, label: str | Promise, source: Metric) -> Metric:
    return Metric(number, key, label, "money", source.module, source=source.key, value="amount")


OPENED = _count(401, "opportunities.opened", _("New opportunities"), OPPORTUNITIES)
ENTERED = _count(
    402,
    "opportunities.entered",
    _("Opportunities moved on"),
    OPPORTUNITIES,
    dims=_OPTION,
    on_timeline=True,
)
WON = _count(403, "opportunities.won", _("Opportunities won"), OPPORTUNITIES)
LOST = _count(404, "opportunities.lost", _("Opportunities lost"), OPPORTUNITIES)
CLOSED = _count(405, "opportunities.closed", _("Opportunities closed"), OPPORTUNITIES)
# The days from opening to closing, as quantity.
DAYS_TO_WIN = _count(406, "opportunities.days_to_win", _("Days until won"), OPPORTUNITIES)
DAYS_TO_LOSE = _count(407, "opportunities.days_to_lose", _("Days until lost"), OPPORTUNITIES)
WON_AMOUNT = _amount(408, "opportunities.won_amount", _("Amount won"), WON)
OPENED_AMOUNT = _amount(409, "opportunities.opened_amount", _("New opportunity amount"), OPENED)
WIN_RATE = Ratio("opportunities.win_rate", _("Win rate"), "percent", WON.key, CLOSED.key)
AVERAGE_WON = Ratio(
    "opportunities.average_won", _("Average amount won"), "money", WON_AMOUNT.key, WON.key
)
AVERAGE_DAYS_TO_WIN = Ratio(
    "opportunities.average_days", _("Average days until won"), "number", DAYS_TO_WIN.key, WON.key
)

QUOTED = _count(411, "quotes.sent", _("Quotes sent"), ORDERS, on_timeline=True)
QUOTED_AMOUNT = _amount(412, "quotes.amount", _("Amount quoted"), QUOTED)

PLACED = _count(421, "orders.placed", _("Orders"), ORDERS, dims=_ORIGIN, on_timeline=True)
ORDER_AMOUNT = _amount(422, "orders.amount", _("Order amount"), PLACED)
ORDERING_CUSTOMERS = Metric(
    423,
    "orders.customers",
    _("Customers who ordered"),
    "count",
    ORDERS,
    aggregate="distinct_customers",
    source=PLACED.key,
)
AVERAGE_ORDER = Ratio("orders.average", _("Average order"), "money", ORDER_AMOUNT.key, PLACED.key)

# One line for each line of an order; what comes back is taken off on the day of its return.
UNITS = Metric(424, "sales.units", _("Quantity sold"), "quantity", ORDERS, dims=_PRODUCT)
SALES = _amount(425, "sales.amount", _("Sales after returns"), UNITS)
SALES_COST = Metric(
    426, "sales.cost", _("Cost of sales"), "money", ORDERS,
    source=UNITS.key, value="cost", field=COST,
)  # fmt: skip
MARGIN = Metric(
    427, "sales.margin", _("Gross margin"), "money", ORDERS,
    source=UNITS.key, value="margin", field=COST,
)  # fmt: skip
MARGIN_RATE = Ratio("sales.margin_rate", _("Margin rate"), "percent", MARGIN.key, SALES.key)
AVERAGE_MARGIN = Ratio(
    "sales.average_margin", _("Average margin per order"), "money", MARGIN.key, PLACED.key
)
RETURNED = _count(428, "orders.returned", _("Returns of goods"), ORDERS, on_timeline=True)
RETURNED_AMOUNT = _amount(429, "orders.returned_amount", _("Amount returned"), RETURNED)

RECEIVED = _count(431, "payments.received", _("Payments"), PAYMENTS, on_timeline=True)
RECEIVED_AMOUNT = _amount(432, "payments.amount", _("Payments received"), RECEIVED)

INVOICED = _count(441, "invoices.issued", _("Invoices"), PAYMENTS, on_timeline=True)
INVOICED_AMOUNT = _amount(442, "invoices.amount", _("Amount invoiced"), INVOICED)

SHIPPED = _count(451, "shipments.sent", _("Shipments"), ORDERS, on_timeline=True)

SPENT = _count(461, "expenses.spent", _("Expenses"), EXPENSES, dims=_OPTION, on_timeline=True)
SPENT_AMOUNT = _amount(462, "expenses.amount", _("Expense amount"), SPENT)

ALL = (
    OPENED,
    ENTERED,
    WON,
    LOST,
    CLOSED,
    DAYS_TO_WIN,
    DAYS_TO_LOSE,
    WON_AMOUNT,
    OPENED_AMOUNT,
    WIN_RATE,
    AVERAGE_WON,
    AVERAGE_DAYS_TO_WIN,
    QUOTED,
    QUOTED_AMOUNT,
    PLACED,
    ORDER_AMOUNT,
    ORDERING_CUSTOMERS,
    AVERAGE_ORDER,
    UNITS,
    SALES,
    SALES_COST,
    MARGIN,
    MARGIN_RATE,
    AVERAGE_MARGIN,
    RETURNED,
    RETURNED_AMOUNT,
    RECEIVED,
    RECEIVED_AMOUNT,
    INVOICED,
    INVOICED_AMOUNT,
    SHIPPED,
    SPENT,
    SPENT_AMOUNT,
)
