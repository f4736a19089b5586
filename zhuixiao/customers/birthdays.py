"""Birthdays in the solar or the lunar calendar, and when the next one is."""

from datetime import date

from django.utils.translation import gettext as _
from lunar_python import Lunar, LunarYear

from .choices import BirthdayCalendar
from .models import Contact


def next_birthday(contact: Contact, today: date) -> date | None:
    """The solar day of the contact's next birthday, today included; None where it is unknown.

    A lunar birthday in a leap month is kept in the ordinary month of years without that leap
    month; the 30th moves to the 29th of a short month, 29 February to the 28th.
    """
    if not contact.birthday_month or not contact.birthday_day:
        return None
    for year in (today.year - 1, today.year, today.year + 1):
        day = _in_year(contact, year)
        if day is not None and day >= today:
            return day
    return None


def in_words(contact: Contact) -> str:
    """As an import reads it again: 1980-03-21, 03-21, lunar 08-15."""
    if not contact.birthday_month:
        return ""
    day = f"{contact.birthday_month:02}-{contact.birthday_day:02}"
    whole = f"{contact.birthday_year}-{day}" if contact.birthday_year else day
    if contact.birthday_calendar == BirthdayCalendar.LUNAR:
        return _("lunar %(date)s") % {"date": whole}
    return whole


def _in_year(contact: Contact, year: int) -> date | None:
    month, day = contact.birthday_month or 1, contact.birthday_day or 1
    if contact.birthday_calendar != BirthdayCalendar.LUNAR:
        return date(year, month, 28 if (month, day) == (2, 29) and not _is_leap(year) else day)
    months = LunarYear.fromYear(year)
    is_leap = contact.birthday_is_leap_month and months.getLeapMonth() == month
    length = months.getMonth(-month if is_leap else month).getDayCount()
    solar = Lunar.fromYmd(year, -month if is_leap else month, min(day, length)).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
