"""When a repeating task comes back."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

from .choices import Repeat


def next_due(
    due_on: date, repeat: Repeat, *, after: date, month_day: int, workdays: Collection[int]
) -> date:
    """The first day of the series later than both `due_on` and `after`.

    `month_day` is the day that a monthly task aims at; in a shorter month its last day. `workdays`
    are ISO weekdays, Monday is 1.
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
    if repeat == Repeat.WEEKDAYS and workdays:
        while day.isoweekday() not in workdays:
            day += timedelta(days=1)
    return day


def _next_month(day: date, month_day: int) -> date:
    index = day.year * 12 + day.month
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(month_day, monthrange(year, month)[1]))
