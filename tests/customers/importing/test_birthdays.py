"""Birthdays as people write them in tables."""

from datetime import date

import pytest

from zhuixiao.customers.importing.birthdays import read_birthday

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("农历八月十五", 8, 15),
        ("农历8月15", 8, 15),
        ("腊月初八", 12, 8),
        ("正月初一", 1, 1),
        ("阴历十一月二十", 11, 20),
        ("十月廿三(农历)", 10, 23),
        ("冬月三十日", 11, 30),
    ],
)
def test_lunar_days_are_read_in_digits_and_in_words(text: str, month: int, day: int) -> None:
    found = read_birthday(text, today=TODAY)
    assert (found["birthday_calendar"], found["birthday_year"]) == ("lunar", None)
    assert (found["birthday_month"], found["birthday_day"]) == (month, day)


def test_a_leap_month_is_kept() -> None:
    found = read_birthday("农历闰四月初六", today=TODAY)
    assert (found["birthday_month"], found["birthday_is_leap_month"]) == (4, True)


@pytest.mark.parametrize("text", ["农历十三月初一", "八月半", "农历八月四十", "初八"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"生日|日期"):
        read_birthday(text, today=TODAY)
