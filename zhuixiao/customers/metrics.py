"""The numbers that customers give to the ledger."""

from django.utils.functional import Promise
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


def _changed_hands(number: int, key: str, label: Promise, *, on_timeline: bool = True) -> Metric:
    return Metric(
        id=number,
        key=f"customers.{key}",
        label=label,
        unit="count",
        module="customers",
        dims=_ORIGIN,
        on_timeline=on_timeline,
    )


CLAIMED = _changed_hands(104, "claimed", _("Claimed from a pool"))
RECYCLED = _changed_hands(105, "recycled", _("Recycled by a rule"))
RELEASED = _changed_hands(106, "released", _("Put into a pool"))
TRANSFERRED_IN = _changed_hands(107, "transferred_in", _("Taken over"))
# The same change stands on the timeline as taken over.
TRANSFERRED_OUT = _changed_hands(108, "transferred_out", _("Given away"), on_timeline=False)
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
