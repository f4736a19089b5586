from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.text.dates import BadDate, DateAmbiguous, read_date, read_datetime

TODAY = date(2026, 11, 23)
SHANGHAI = ZoneInfo("Asia/Shanghai")

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def moment(value: object) -> datetime:
    return read_datetime(value, today=TODAY, zone=SHANGHAI)


@pytest.mark.parametrize(
    "value",
    [
        *("2026-01-03", "2026-1-3", "2026/1/3", "2026.1.3", "2026 - 1 - 3", "20260103", 20260103),
        *(
            "2026年1月3日",
            "2026 年 1 月 3 号",
            "1月3日",
            "２０２６－０１－０３",
            20260103.0,
            46025.0,
            "46025",
        ),
        *(
            "2026-01-03 23:59",
            "2026-01-03T23:59:59.999Z",
            "2026-01-03 (周六)",
            "2026年1月3日 星期六",
        ),
        *("20260103235959", "20260103T235959Z", 46025.999),
        date(2026, 1, 3),
        datetime(2026, 1, 3, 23, 59, tzinfo=UTC),
    ],
)
def test_every_writing_of_a_day_is_that_day(value: object) -> None:
    assert read_date(value, today=TODAY) == date(2026, 1, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11月23日", date(2026, 11, 23)),
        ("12月24日", date(2026, 12, 24)),
        ("12月25日", date(2025, 12, 25)),
        ("1月3日", date(2026, 1, 3)),
    ],
)
def test_a_day_without_a_year_is_the_last_one_not_far_ahead(text: str, day: date) -> None:
    assert read_date(text, today=TODAY) == day


def test_the_29th_of_february_without_a_year_is_last_years_if_this_year_has_none() -> None:
    assert read_date("2月29日", today=date(2025, 3, 1)) == date(2024, 2, 29)
    with pytest.raises(BadDate):
        read_date("2月29日", today=TODAY)


@pytest.mark.parametrize("text", ["23/11/2026", "11/23/2026", "23-11-2026", "11.23.2026"])
def test_a_year_at_the_end_is_read_where_only_one_reading_is_possible(text: str) -> None:
    assert read_date(text, today=TODAY) == TODAY


def test_day_and_month_that_cannot_be_told_apart_are_refused_by_name() -> None:
    with pytest.raises(DateAmbiguous, match="two dates"):
        read_date("03/04/2026", today=TODAY)
    assert read_date("04/04/2026", today=TODAY) == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (45000.0, date(2023, 3, 15)),
        (109574, date(2199, 12, 31)),
    ],
)
def test_serial_numbers_count_as_excel_does(serial: float, day: date) -> None:
    assert read_date(serial, today=TODAY) == day


@given(st.dates(date(1928, 1, 1), date(2199, 12, 31)), st.integers(0, 86_399))
def test_a_serial_number_with_a_time_is_right_to_the_second(day: date, second: int) -> None:
    serial = (day - date(1899, 12, 30)).days + second / 86_400
    expected = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    assert read_datetime(serial, today=TODAY, zone=UTC) == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            None,
            True,
            "abc",
            "26-11-23",
            "2026-13-01",
            "2026-02-30",
            "0202-01-01",
            "2200-01-01",
        ),
        *(
            "2026-11-23 junk",
            "2026-11-23 25:00",
            "2026-11-23 15",
            "2026-11-23T15",
            "2026-11-2315:04",
        ),
        *("2009-07/14", "2009\\7\\14", "2026-11-23-15", "2026-11-23 +08:00", "13800138000"),
        *("2026-11-23 晚上12:00", "2010-10-14T12:00:00.000Z-0300", "wrongdate", "1" * 100),
        *(0, -1, 60, 60.5, 2026, 2026.0, 1e9, float("nan"), float("inf"), [], date(1850, 1, 1)),
    ],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(BadDate) as caught:
        read_date(value, today=TODAY)
    assert not isinstance(caught.value, DateAmbiguous)
    with pytest.raises(BadDate):
        moment(value)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2026-11-23 15:04", (15, 4, 0)),
        ("2026-11-23 15:04:05", (15, 4, 5)),
        ("2026-11-23 下午3:04", (15, 4, 0)),
        ("2026-11-23 下午15:04", (15, 4, 0)),
        ("2026-11-23 上午12:30", (0, 30, 0)),
        ("2026-11-23 下午12:30", (12, 30, 0)),
        ("2026-11-23 中午12:00", (12, 0, 0)),
        ("2026-11-23 中午1:00", (13, 0, 0)),
        ("2026-11-23 晚上8:00", (20, 0, 0)),
        ("2026-11-23 3:04 PM", (15, 4, 0)),
        ("2026-11-23 12:04 am", (0, 4, 0)),
        ("2026年11月23日15时04分05秒", (15, 4, 5)),
        ("2026年11月23日 15点", (15, 0, 0)),
        ("11月23日 星期一 15:04", (15, 4, 0)),
        ("2026-11-23", (0, 0, 0)),
        ("20261123150405", (15, 4, 5)),
    ],
)
def test_a_time_behind_the_day_is_local(text: str, clock: tuple[int, int, int]) -> None:
    assert moment(text) == datetime(2026, 11, 23, *clock, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2010-10-14T12:00:00.000Z", datetime(2010, 10, 14, 12, tzinfo=UTC)),
        ("2010-10-14T12:00:00.000GMT", datetime(2010, 10, 14, 12, tzinfo=UTC)),
        ("07/15/2009 02:14:45+0800", datetime(2009, 7, 14, 18, 14, 45, tzinfo=UTC)),
        ("2009-07-14T14:14:45+02:00", datetime(2009, 7, 14, 12, 14, 45, tzinfo=UTC)),
        ("2026-11-23 15:04 -0800", datetime(2026, 11, 23, 23, 4, tzinfo=UTC)),
        ("20261123T150405Z", datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_is_converted(text: str, utc: datetime) -> None:
    found = moment(text)
    assert found == utc
    assert found.tzinfo is SHANGHAI


def test_a_naive_datetime_of_a_cell_is_local_and_an_aware_one_is_converted() -> None:
    assert moment(datetime(2026, 1, 3, 4)) == datetime(2026, 1, 3, 4, tzinfo=SHANGHAI)  # noqa: DTZ001
    assert moment(datetime(2026, 1, 3, 4, tzinfo=UTC)).hour == 12


@given(days, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]))
def test_a_day_written_in_any_form_comes_back(day: date, form: str) -> None:
    assert read_date(day.strftime(form), today=TODAY) == day


@given(st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_iso_moment_comes_back(when: datetime) -> None:
    assert moment(when.isoformat()) == when


@given(st.text("0123456789-/.:年月日时TZ+ 上下午", max_size=30))
def test_no_text_breaks_it_other_than_by_its_own_error(text: str) -> None:
    with suppress(BadDate):
        assert read_date(text, today=TODAY).year in range(1900, 2200)
