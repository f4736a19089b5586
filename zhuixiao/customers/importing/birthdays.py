"""Birthdays as people write them: with or without year, by the sun or by the moon.

Chinese on purpose: the words are read, never shown.
"""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.kit.text.dates import BadDate, read_date
from zhuixiao.kit.text.normal import fold

from ..choices import BirthdayCalendar

_MOON = r"[(\[]?(?:农历|阴历|旧历|lunar)[)\]]?"
_LUNAR = re.compile(rf"^{_MOON}\s*|\s*{_MOON}$")
# Words that only the lunar calendar has: 正月, 腊月初八, 八月廿三.
_MOON_WORDS = re.compile(r"[正冬腊]月|初[一二三四五六七八九十]|廿")
_LEAP = re.compile(r"闰")
_MONTHS = {name: number for number, name in enumerate("一二三四五六七八九十冬腊", start=1)}
_MONTHS |= {"正": 1, "十一": 11, "十二": 12}
_DAYS = {
    tens + digit: 10 * place + unit
    for place, spellings in enumerate((("初", ""), ("十",), ("廿", "二十")))
    for tens in spellings
    for unit, digit in enumerate("一二三四五六七八九", start=1)
} | {"初十": 10, "十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}
_SPELT = re.compile(r"(\D{1,2})月(\D{1,3}?)[日号]?$")
_WITHOUT_YEAR = re.compile(
    r"(?:--|0000-)?(\d{1,2})(?:[-./月]\s?|(?<=\d\d)(?=\d\d$))(\d{1,2})[日号]?"
)
_WITH_YEAR = re.compile(r"(\d{4})[-./年]\s?(\d{1,2})[-./月]\s?(\d{1,2})[日号]?")


def read_birthday(value: object, *, today: date) -> dict[str, Any]:
    """The columns of a contact's birthday. Raises ValueError with a sentence."""
    text = fold(value.strip()) if isinstance(value, str) else value
    if not isinstance(text, str):
        return _columns(read_date(text, today=today), BirthdayCalendar.SOLAR)
    if _LUNAR.search(text) or _MOON_WORDS.search(text):
        return _lunar(_LUNAR.sub("", text), value)
    if found := _WITHOUT_YEAR.fullmatch(text):
        return _day(None, int(found[1]), int(found[2]), BirthdayCalendar.SOLAR, value)
    return _columns(read_date(value, today=today), BirthdayCalendar.SOLAR)


def _lunar(text: str, value: object) -> dict[str, Any]:
    is_leap = bool(_LEAP.search(text))
    text = _SPELT.sub(_in_digits, _LEAP.sub("", text).strip())
    if found := _WITH_YEAR.fullmatch(text):
        year: int | None = int(found[1])
        month, day = int(found[2]), int(found[3])
    elif found := _WITHOUT_YEAR.fullmatch(text):
        year, month, day = None, int(found[1]), int(found[2])
    else:
        raise BadDate(_("“%(value)s” is not a birthday. Write it as year-month-day."), value=value)
    return {
        **_day(year, month, day, BirthdayCalendar.LUNAR, value),
        "birthday_is_leap_month": is_leap,
    }


def _in_digits(spelt: re.Match[str]) -> str:
    """八月十五 as 8月15; what is no month or day stays and is refused later."""
    month, day = _MONTHS.get(spelt[1]), _DAYS.get(spelt[2])
    return f"{month}月{day}" if month and day else spelt[0]


def _columns(day: date, calendar: BirthdayCalendar) -> dict[str, Any]:
    return _day(day.year, day.month, day.day, calendar, day)


def _day(
    year: int | None, month: int, day: int, calendar: BirthdayCalendar, value: object
) -> dict[str, Any]:
    # A lunar month has at most 30 days; 29 February needs no year to exist.
    longest = 30 if calendar == BirthdayCalendar.LUNAR else _longest(month)
    if not 1 <= month <= 12 or not 1 <= day <= longest:
        raise BadDate(_("“%(value)s” is not a birthday. Write it as year-month-day."), value=value)
    return {
        "birthday_calendar": calendar.value,
        "birthday_year": year,
        "birthday_month": month,
        "birthday_day": day,
    }


def _longest(month: int) -> int:
    return 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31
