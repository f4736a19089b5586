"""Day, ISO week, month, quarter and year as values; Monday first."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


class PeriodKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period ends on or after the day it starts")

    @classmethod
    def of(cls, kind: PeriodKind, day: date) -> "Period":
        """The day, ISO week, month, quarter or year that holds `day`."""
        match kind:
            case PeriodKind.DAY:
                return cls(day, day)
            case PeriodKind.WEEK:
                monday = day - timedelta(days=day.weekday())
                return cls(monday, monday + timedelta(days=6))
            case PeriodKind.MONTH:
                first = day.replace(day=1)
                return cls(first, months_later(first, 1) - timedelta(days=1))
            case PeriodKind.QUARTER:
                first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
                return cls(first, months_later(first, 3) - timedelta(days=1))
            case PeriodKind.YEAR:
                return cls(date(day.year, 1, 1), date(day.year, 12, 31))

    @property
    def kind(self) -> PeriodKind | None:
        """The calendar unit that this period is, None for any other range."""
        return next((kind for kind in PeriodKind if Period.of(kind, self.start) == self), None)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def whole_months(self) -> int:
        """How many months it is from a first to a last of a month; 0 for any other range."""
        first, last = self.start, self.end
        if (first.day, last.day) != (1, monthrange(last.year, last.month)[1]):
            return 0
        return (last.year - first.year) * 12 + last.month - first.month + 1

    @property
    def whole_weeks(self) -> int:
        """How many weeks it is from a Monday to a Sunday; 0 for any other range."""
        is_whole = (self.start.weekday(), self.end.weekday()) == (0, 6)
        return self.days // 7 if is_whole else 0

    def previous(self) -> "Period":
        """The period of the same kind before this one: as many whole months, else as many days."""
        last = self.start - timedelta(days=1)
        if self.kind:
            return Period.of(self.kind, last)
        if self.whole_months:
            return Period(months_later(self.start, -self.whole_months), last)
        return Period(self.start - timedelta(days=self.days), last)

    def last_year(self) -> "Period":
        """The same period a year ago; an ISO week keeps its number."""
        match self.kind:
            case None if self.whole_months:
                first = _year_before(self.start)
                return Period(first, months_later(first, self.whole_months) - timedelta(days=1))
            case None:
                return Period(_year_before(self.start), _year_before(self.end))
            case PeriodKind.WEEK:
                return Period(self.start - timedelta(weeks=52), self.end - timedelta(weeks=52))
            case kind:
                return Period.of(kind, _year_before(self.start))

    def split(self, kind: PeriodKind) -> list["Period"]:
        """The calendar units that this period touches, cut at its edges."""
        parts: list[Period] = []
        day = self.start
        while day <= self.end:
            unit = Period.of(kind, day)
            parts.append(Period(max(unit.start, self.start), min(unit.end, self.end)))
            day = unit.end + timedelta(days=1)
        return parts

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first instant of the period and the first one after it, in the company's zone."""
        return (
            datetime.combine(self.start, time.min, zone),
            datetime.combine(self.end + timedelta(days=1), time.min, zone),
        )

    def label(self) -> str:
        """As a report names it: 2010年33周 08月16日-08月22日 for a week."""
        values = {
            "year": self.start.year,
            "month": self.start.month,
            "day": self.start.day,
            "week": self.start.isocalendar().week,
            "week_year": self.start.isocalendar().year,
            "quarter": (self.start.month - 1) // 3 + 1,
            "from": self.start.strftime("%m-%d"),
            "to": self.end.strftime("%m-%d"),
        }
        match self.kind:
            case PeriodKind.DAY:
                return _("%(year)d-%(month)02d-%(day)02d") % values
            case PeriodKind.WEEK:
                return _("Week %(week)d of %(week_year)d, %(from)s to %(to)s") % values
            case PeriodKind.MONTH:
                return _("%(year)d-%(month)02d") % values
            case PeriodKind.QUARTER:
                return _("Quarter %(quarter)d of %(year)d") % values
            case PeriodKind.YEAR:
                return _("%(year)d") % values
            case None:
                return f"{self.start:%Y-%m-%d} – {self.end:%Y-%m-%d}"


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The company's calendar day of an instant."""
    return moment.astimezone(zone).date()


def months_later(day: date, months: int) -> date:
    """The same day so many months later; a month without that day takes its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _year_before(day: date) -> date:
    last_of_month = months_later(day.replace(day=1), 1) - timedelta(days=1)
    is_leap_day = day.month == 2 and day == last_of_month and day.day == 29
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
