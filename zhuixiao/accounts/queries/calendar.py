"""Which days the company works: its weekdays, and the special days that go before them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhuixiao.kit.periods import Period

from ..models import Company, SpecialDay

# Longer than any holiday: the next workday lies within.
_FAR = 60


@dataclass(frozen=True)
class Calendar:
    """The days of a period, read once."""

    weekdays: frozenset[int]
    special: Mapping[date, bool]

    def is_workday(self, day: date) -> bool:
        """Whether the company works on the day."""
        return self.special.get(day, day.isoweekday() in self.weekdays)

    def workdays(self, period: Period) -> list[date]:
        """Those of a period, in order."""
        days = (period.start + timedelta(days=number) for number in range(period.days))
        return [day for day in days if self.is_workday(day)]

    def next_workday(self, after: date) -> date:
        """The first workday after a day; at the end of the calendar its last day."""
        days = (_later(after, number) for number in range(1, _FAR))
        return next((day for day in days if self.is_workday(day)), _later(after, 1))


def calendar(company: Company, start: date, end: date) -> Calendar:
    """The calendar from a day until some time after another, so that `next_workday` finds one."""
    rows = SpecialDay.objects.filter(day__range=(start, _later(end, _FAR)))
    return Calendar(frozenset(company.workdays), dict(_pairs(rows)))


def of_year(year: int) -> list[SpecialDay]:
    """The special days of a year, in order."""
    return list(SpecialDay.objects.filter(day__year=year).order_by("day"))


def _later(day: date, days: int) -> date:
    """So many days later, never after the last day that there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _pairs(rows: Iterable[SpecialDay]) -> Iterable[tuple[date, bool]]:
    return ((row.day, row.is_workday) for row in rows)
