"""The numbers that customers give to the ledger."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.ledger.catalogue import Dimension, Metric

_ORIGIN = frozenset({Dimension.CHANNEL, Dimension.REGION})

ADDED = Metric(
    id=101,
    key="customers.added",
    label=_("New customers"),
    unit="count",
    module="customers",
    dims=_ORIGIN,
    on_timeline=True,
)
STAGE_ENTERED = Metric(
    id=102,
    key="customers.stage_entered",
    label=_("Stage changes"),
    unit="count",
    module="customers",
    dims=_ORIGIN | {Dimension.OPTION},
    on_timeline=True,
)
WON = Metric(
    id=103,
    key="customers.won",
    label=_("Customers won"),
    unit="count",
    module="customers",
    dims=_ORIGIN,
)
ALL = (ADDED, STAGE_ENTERED, WON)
