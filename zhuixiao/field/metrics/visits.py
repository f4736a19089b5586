"""The numbers that visits and photos give to the ledger."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.ledger.catalogue import Metric, Ratio

VISITS = "visits"

DONE = Metric(
    id=501, key="visits.done", label=_("Visits"), unit="count", module=VISITS, on_timeline=True
)
VERIFIED = Metric(
    id=502, key="visits.verified", label=_("Verified visits"), unit="count", module=VISITS
)
MINUTES = Metric(
    id=503, key="visits.minutes", label=_("Minutes at customers"), unit="count", module=VISITS
)
CUSTOMERS = Metric(
    id=504,
    key="visits.customers",
    label=_("Customers visited"),
    unit="count",
    module=VISITS,
    aggregate="distinct_customers",
    source=DONE.key,
)
PLANNED = Metric(
    id=505, key="visits.planned", label=_("Visits planned"), unit="count", module=VISITS
)
KEPT = Metric(
    id=506, key="visits.kept", label=_("Planned visits made"), unit="count", module=VISITS
)
PHOTOS = Metric(id=520, key="photos.taken", label=_("Photos"), unit="count", module=VISITS)
# Those of a visit stand with the visit in a timeline.
PHOTOS_ALONE = Metric(
    id=521,
    key="photos.alone",
    label=_("Photos without a visit"),
    unit="count",
    module=VISITS,
    on_timeline=True,
)
VERIFIED_SHARE = Ratio(
    key="visits.verified_share",
    label=_("Share of verified visits"),
    unit="percent",
    numerator=VERIFIED.key,
    denominator=DONE.key,
)
KEPT_SHARE = Ratio(
    key="visits.kept_share",
    label=_("Share of planned visits made"),
    unit="percent",
    numerator=KEPT.key,
    denominator=PLANNED.key,
)
ALL = (
    DONE,
    VERIFIED,
    MINUTES,
    CUSTOMERS,
    PLANNED,
    KEPT,
    PHOTOS,
    PHOTOS_ALONE,
    VERIFIED_SHARE,
    KEPT_SHARE,
)
