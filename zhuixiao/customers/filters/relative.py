"""Days named from today: "this week", "last:30" (the last 30 days), "ago:30" (longer ago)."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext_lazy, ngettext, pgettext

from zhuixiao.kit.periods import Period, PeriodKind

NAMES = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "next_week": gettext_lazy("next week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "next_month": gettext_lazy("next month"),
    "past": gettext_lazy("before today"),
    "due": gettext_lazy("today or before"),
}
_COUNTED = re.compile("(last|next|ago):([1-9][0-9]{0,3})")

Days = tuple[date | None, date | None]


def is_known(name: object) -> bool:
    """Whether `days` understands it."""
    return isinstance(name, str) and (name in NAMES or _COUNTED.fullmatch(name) is not None)


def days(name: str, today: date) -> Days:  # noqa: PLR0911
    """The first and the last day that are meant, both included; None where it is open."""
    counted = _COUNTED.fullmatch(name)
    if counted:
        return _counted(counted[1], int(counted[2]), today)
    one = timedelta(days=1)
    match name.split("_"):
        case ["today"]:
            return today, today
        case ["yesterday"]:
            return today - one, today - one
        case ["tomorrow"]:
            return today + one, today + one
        case ["past"]:
            return None, today - one
        case ["due"]:
            return None, today
        case [which, unit]:
            return _unit(which, PeriodKind(unit), today)
    raise ValueError(name)


def words(name: str) -> str:
    """How people say it, in the reader's language."""
    counted = _COUNTED.fullmatch(name)
    if not counted:
        return str(NAMES[name])
    n = int(counted[2])
    match counted[1]:
        case "last":
            text = ngettext("in the last %(n)d day", "in the last %(n)d days", n)
        case "next":
            text = ngettext("in the next %(n)d day", "in the next %(n)d days", n)
        case _:
            text = ngettext("more than %(n)d day ago", "more than %(n)d days ago", n)
    return text % {"n": n}


def never() -> str:
    """A date that is not there."""
    return pgettext("contact", "never")


def _counted(which: str, n: int, today: date) -> Days:
    span = timedelta(days=n)
    one = timedelta(days=1)
    match which:
        case "last":
            return today - span + one, today
        case "next":
            return today, today + span - one
        case _:
            return None, today - span - one


def _unit(which: str, kind: PeriodKind, today: date) -> Days:
    period = Period.of(kind, today)
    if which == "last":
        period = period.previous()
    elif which == "next":
        period = Period.of(kind, period.end + timedelta(days=1))
    return period.start, period.end
