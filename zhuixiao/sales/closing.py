"""Closed months: up to a day that finance sets, nothing is written or changed any more."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import RuleError

SETTING = "sales.closed_until"


def closed_until() -> date | None:
    """The last closed day; None while nothing is closed."""
    held = Company.objects.get().settings.get(SETTING)
    return date.fromisoformat(held) if held else None


def check_open(*days: date | None, field: str = "") -> None:
    """Raises RuleError where one of the days lies in a closed period; None is no day.

    Of a change give the day before and the day after it.
    """
    until = closed_until()
    if until and any(day is not None and day <= until for day in days):
        text = _(
            "Finance has closed everything up to %(day)s. Choose a later day, "
            "or ask finance to open the period."
        )
        raise RuleError(text % {"day": date_format(until)}, field=field, code="closed")
