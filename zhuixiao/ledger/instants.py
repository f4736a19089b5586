"""Instants and days as the ledger stores them: whole numbers on both databases.

SQLite would keep an instant as 26 characters, in the table and again in an index.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db import models

from zhuixiao.kit.periods import Period

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
FIRST_DAY, LAST_DAY = 1_01_01, 9999_12_31


def noon(day: date) -> datetime:
    """The instant of what has a day and no time: it only orders it among other entries."""
    return datetime.combine(day, time(12), UTC)


def to_number(at: datetime) -> int:
    """Microseconds since 1970; TypeError for an instant without a zone."""
    return (at - _EPOCH) // _MICROSECOND


def to_instant(number: int) -> datetime:
    return _EPOCH + number * _MICROSECOND


def day_number(day: date) -> int:
    """A day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def to_day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def first_of_month(number: int) -> int:
    """The first day of the month of a day, both as yyyymmdd."""
    return number // 100 * 100 + 1


@lru_cache(maxsize=1_000)
def first_of_week(number: int) -> int:
    """The Monday of the week of a day, both as yyyymmdd."""
    day = to_day(number)
    return day_number(day - timedelta(days=day.weekday()))


def first_of_year(number: int) -> int:
    """The first day of the year of a day, both as yyyymmdd."""
    return number // 10_000 * 10_000 + 1_01


def day_range(period: Period) -> tuple[int, int]:
    """The first and the last day of a period."""
    return day_number(period.start), day_number(period.end)


class InstantField(models.Field[datetime, datetime]):
    """An aware datetime, stored as microseconds since 1970."""

    def db_type(self, connection: Any) -> str:
        return "bigint"

    def get_prep_value(self, value: Any) -> Any:
        return to_number(value) if isinstance(value, datetime) else value

    def from_db_value(self, value: int | None, _expression: Any, _connection: Any) -> Any:
        return None if value is None else to_instant(value)
