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
CLAIMED = Metric(
    id=104,
    key="customers.claimed",
    label=_("Claimed from a pool"),
    unit="count",
    module="customers",
    dims=_ORIGIN,
    on_timeline=True,
)
RECYCLED = Metric(
    id=105,
    key="customers.recycled",
    label=_("Recycled by a rule"),
    unit="count",
    module="customers",
    dims=_ORIGIN,
    on_timeline=True,
)
RELEASED = Metric(
    id=106,
    key="customers.released",
    label=_("Put into a pool"),
    unit="count",
    module="customers",
    dims=_ORIGIN,
    on_timeline=True,
)
TRANSFERRED_IN = Metric(
    id=107,
    key="customers.transferred_in",
    label=_("Taken over"),
    unit="count",
    module="customers",
    dims=_ORIGIN,
    on_timeline=True,
)
TRANSFERRED_OUT = Metric(
    id=108,
    key="customers.transferred_out",
    label=_("Given away"),
    unit="count",
    module="customers",
    dims=_ORIGIN,
)
ALL = (
    ADDED,
    STAGE_ENTERED,
    WON,
    CLAIMED,
    RECYCLED,
    RELEASED,
    TRANSFERRED_IN,
    TRANSFERRED_OUT,
)
