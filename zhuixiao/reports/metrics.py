"""The numbers that reports give to the ledger, and those that a report shows."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.ledger.catalogue import Metric

SUBMITTED = Metric(
    id=301, key="reports.submitted", label=_("Reports submitted"), unit="count", module="reports"
)
LATE = Metric(id=302, key="reports.late", label=_("Reports late"), unit="count", module="reports")
ALL = (SUBMITTED, LATE)

# What a report of a person shows, in this order.
SHOWN = (
    "activities.contacts",
    "activities.customers_contacted",
    "activities.verified_contacts",
    "customers.added",
    "customers.won",
    "orders.amount",
    "payments.amount",
    "expenses.amount",
    "followups.planned",
    "followups.kept",
    "tasks.done",
)

# What the report of who visits customers shows besides, for whoever may see it.
OUTDOORS = (
    "visits.done",
    "visits.verified",
    "visits.minutes",
    "tracks.kilometres",
    "photos.taken",
)
