"""The numbers that tracks give to the ledger."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.ledger.catalogue import Metric

from ..models.fixes import MODULE

# In thousandths: a kilometre is 1,000.
KILOMETRES = Metric(
    id=531,
    key="tracks.kilometres",
    label=_("Kilometres on the way"),
    unit="quantity",
    module=MODULE,
)
DAYS = Metric(id=532, key="tracks.days", label=_("Days with a track"), unit="count", module=MODULE)
CUSTOMER_MINUTES = Metric(
    id=533,
    key="tracks.customer_minutes",
    label=_("Minutes at customers by the track"),
    unit="count",
    module=MODULE,
)
ALL = (KILOMETRES, DAYS, CUSTOMER_MINUTES)
