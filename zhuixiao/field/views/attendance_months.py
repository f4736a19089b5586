"""The month that a page of attendance shows, and the months beside it."""

from datetime import date, timedelta
from typing import NamedTuple

from zhuixiao.kit.periods import Period, PeriodKind

# Nobody punched before; a year on either side of the calendar's ends has no month beside it.
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class Beside(NamedTuple):
    """The first days of the month before and of the one after; None where there is none to see."""

    before: date | None
    after: date | None


def month_of(text: str, today: date) -> Period:
    """The month "2026-03"; for anything else, and what is far from our time, the one that runs."""
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        day = today
    is_near = _FIRST_YEAR <= day.year <= _LAST_YEAR
    return Period.of(PeriodKind.MONTH, day if is_near else today)


def beside(period: Period, today: date) -> Beside:
    """Of a month of `month_of`: nothing before the first year, nothing to come."""
    before, after = period.previous().start, period.end + timedelta(days=1)
    return Beside(before if before.year >= _FIRST_YEAR else None, after if after <= today else None)
