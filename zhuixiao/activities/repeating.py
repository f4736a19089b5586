"""When a repeating task comes back."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from .choices import Repeat

# Longer than any holiday.
_FAR = 60


def next_due(
    due_on: date,
    repeat: Repeat,
    *,
    after: date,
    month_day: int,
    is_workday: Callable[[date], bool],
) -> date:
    """The first day of the series later than both `due_on` and `after`.

    `month_day` is the day that a monthly task aims at; in a shorter month its last day. A task of
    every workday passes over the days on which nobody works.
    """
    day = due_on
    while day <= max(due_on, after):
        match repeat:
            case Repeat.WEEKLY:
                day += timedelta(weeks=1)
            case Repeat.MONTHLY:
                day = _next_month(day, month_day or due_on.day)
            case _:
                day += timedelta(days=1)
    for _number in range(_FAR if repeat == Repeat.WEEKDAYS else 0):
        if is_workday(day):
            break
        day += timedelta(days=1)
    return day


def _next_month(day: date, month_day: int) -> date:
    index = day.year * 12 + day.month
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(month_day, monthrange(year, month)[1]))
