"""The numbers that attendance and leave give to the ledger."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.ledger.catalogue import Metric

DAYS = Metric(
    id=541, key="attendance.days", label=_("Days at work"), unit="count", module="attendance"
)
LATE = Metric(
    id=542,
    key="attendance.late",
    label=pgettext_lazy("attendance", "Times late"),
    unit="count",
    module="attendance",
)
EARLY = Metric(
    id=543,
    key="attendance.early",
    label=pgettext_lazy("attendance", "Times left early"),
    unit="count",
    module="attendance",
)
MISSED = Metric(
    id=544,
    key="attendance.missed",
    label=_("Punches missing"),
    unit="count",
    module="attendance",
)
ABSENT = Metric(
    id=545, key="attendance.absent", label=_("Days absent"), unit="count", module="attendance"
)
FIELD = Metric(
    id=546,
    key="attendance.field",
    label=_("Days with field work"),
    unit="count",
    module="attendance",
)
MINUTES = Metric(
    id=547,
    key="attendance.minutes",
    label=_("Minutes at work"),
    unit="count",
    module="attendance",
)
# In thousandths, for half days.
LEAVE = Metric(id=551, key="leave.days", label=_("Days of leave"), unit="quantity", module="leave")
ATTENDANCE = (DAYS, LATE, EARLY, MISSED, ABSENT, FIELD, MINUTES)
