"""The periods that pages of numbers offer."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.periods import Period, PeriodKind

_KINDS = {
    "day": PeriodKind.DAY,
    "week": PeriodKind.WEEK,
    "month": PeriodKind.MONTH,
    "quarter": PeriodKind.QUARTER,
    "year": PeriodKind.YEAR,
}
SPANS: dict[str, str | Promise] = {
    "day": _("Today"),
    "week": _("This week"),
    "month": _("This month"),
    "last_month": _("Last month"),
    "quarter": _("This quarter"),
    "year": _("This year"),
    "last_year": _("Last year"),
    "other": _("From … to …"),
}


def span(key: str, *, today: date, start: date | None = None, end: date | None = None) -> Period:
    """The period of a key of SPANS; this month for anything else, also for "other" without days."""
    if key == "other" and start and end:
        return Period(min(start, end), max(start, end))
    if key.startswith("last_"):
        kind = _KINDS.get(key.removeprefix("last_"), PeriodKind.MONTH)
        return Period.of(kind, today).previous()
    return Period.of(_KINDS.get(key, PeriodKind.MONTH), today)
