"""The numbers that activities give to the ledger."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.ledger.catalogue import Dimension, Metric

DONE = Metric(
    id=201,
    key="activities.done",
    label=_("Activities"),
    unit="count",
    module="activities",
    dims=frozenset({Dimension.OPTION}),
    on_timeline=True,
)
JOINED = Metric(
    id=202,
    key="activities.joined",
    label=_("Activities joined"),
    unit="count",
    module="activities",
)
CONTACTS = Metric(
    id=203,
    key="activities.contacts",
    label=_("Contacts made"),
    unit="count",
    module="activities",
)
VERIFIED = Metric(
    id=204,
    key="activities.verified_contacts",
    label=_("Verified contacts"),
    unit="count",
    module="activities",
)
CUSTOMERS_CONTACTED = Metric(
    id=205,
    key="activities.customers_contacted",
    label=_("Customers contacted"),
    unit="count",
    module="activities",
    aggregate="distinct_customers",
    source=CONTACTS.key,
)
PLANNED = Metric(
    id=206,
    key="followups.planned",
    label=_("Contacts planned"),
    unit="count",
    module="activities",
)
KEPT = Metric(
    id=207,
    key="followups.kept",
    label=_("Contacts kept as planned"),
    unit="count",
    module="activities",
)
TASKS_DONE = Metric(
    id=208,
    key="tasks.done",
    label=_("Tasks done"),
    unit="count",
    module="activities",
    on_timeline=True,
)
ALL = (DONE, JOINED, CONTACTS, VERIFIED, CUSTOMERS_CONTACTED, PLANNED, KEPT, TASKS_DONE)
