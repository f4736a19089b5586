"""Dates and times as people and programs write them.

Accepted: 2026-11-23, 2026/1/3, 2026.1.3, 20261123, 2026年1月3日, 11月23日, 23/11/2026 and
11/23/2026 where only one reading is possible, ISO 8601 with an offset or Z, any of them with a
time (15:04, 15:04:05, 下午3:04, 3:04 pm, 15时04分), and serial numbers of Excel's 1900 system.
Refused: two-digit years, month names, and years outside 1900 to 2199, which are typing errors.
"""

import re
from datetime import date, datetime, timedelta, tzinfo

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.text.errors import Unreadable, shown
from zhuixiao.kit.text.normal import fold
from zhuixiao.kit.text.serials import from_serial, serial_of
from zhuixiao.kit.text.times import Clock, read_time

_YEARS = range(1900, 2200)
# A date without a year is this year's unless that is further ahead than people plan.
_AHEAD = timedelta(days=31)
_LONGEST = 60

_YEAR_FIRST = re.compile(r"(\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})(?!\d)")
_CHINESE = re.compile(r"(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?(?:[日号]|(?!\d))")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=t?\d{6}(?!\d)|[t ]|$)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?\s*")


class BadDate(Unreadable):
    """The value is not a date."""


class DateAmbiguous(BadDate):
    """The value could be two dates, such as 03/04/2026."""


def read_date(value: object, *, today: date) -> date:
    """The calendar day of `value`.

    A time or an offset is not applied: 2026-11-23T23:30:00Z is the 23rd, as written in the file.
    `today` decides the year of 11月23日: this year, or last year where that is more than 31 days
    ahead. Raises BadDate, or DateAmbiguous where day and month cannot be told apart.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _in_range(value, value)
    return _read(value, today)[0]


def read_datetime(value: object, *, today: date, zone: tzinfo) -> datetime:
    """The moment of `value`, aware, in `zone`.

    A value with an offset is converted; one without is taken to be local in `zone`; a date alone
    is its midnight. Raises what `read_date` raises.
    """
    if isinstance(value, datetime):
        _in_range(value.date(), value)
        return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        _in_range(value, value)
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    day, clock = _read(value, today)
    moment = datetime(day.year, day.month, day.day, tzinfo=clock.zone or zone)
    moment += clock.since_midnight
    return moment.astimezone(zone)


def _read(value: object, today: date) -> tuple[date, Clock]:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = fold(value) if isinstance(value, str) else str(value)
    if isinstance(value, bool) or len(text) > _LONGEST:
        raise _bad(value)
    if found := _COMPACT.match(text):
        day, rest = _day(value, *found.groups()), text[found.end() :]
    elif (serial := serial_of(text if isinstance(value, str) else value)) is not None:
        moment = from_serial(serial)
        if moment is None:
            raise _bad(value)
        return moment[0], Clock(moment[1])
    else:
        day, rest = _read_text(value, _WEEKDAY.sub(" ", text), today)
    clock = read_time(rest)
    if clock is None:
        raise _bad(value)
    return day, clock


def _read_text(value: object, text: str, today: date) -> tuple[date, str]:
    if found := _YEAR_FIRST.match(text):
        return _day(value, found[1], found[3], found[4]), text[found.end() :]
    if found := _CHINESE.match(text):
        if found[1]:
            return _day(value, *found.groups()), text[found.end() :]
        return _nearest(value, int(found[2]), int(found[3]), today), text[found.end() :]
    if found := _YEAR_LAST.match(text):
        return _year_last(value, int(found[1]), int(found[3]), int(found[4])), text[found.end() :]
    raise _bad(value)


def _year_last(value: object, first: int, second: int, year: int) -> date:
    if first != second and first <= 12 and second <= 12:
        raise DateAmbiguous(
            _("“%(value)s” can be read as two dates. Write it as year-month-day."),
            value=shown(value),
        )
    month, day = (first, second) if first <= 12 else (second, first)
    return _day(value, str(year), str(month), str(day))


def _nearest(value: object, month: int, day: int, today: date) -> date:
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + _AHEAD:
            return found
    raise _bad(value)


def _day(value: object, year: str, month: str, day: str) -> date:
    try:
        return _in_range(date(int(year), int(month), int(day)), value)
    except BadDate:
        raise
    except ValueError as error:
        raise _bad(value) from error


def _in_range(day: date, value: object) -> date:
    if day.year not in _YEARS:
        raise _bad(value)
    return day


def _bad(value: object) -> BadDate:
    if value in (None, ""):
        return BadDate(_("The date is empty."))
    return BadDate(
        _("“%(value)s” is not a date. Write it as year-month-day, such as 2026-01-31."),
        value=shown(value),
    )
