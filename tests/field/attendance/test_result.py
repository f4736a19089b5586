"""What a day came to, as a pure function: by example, and by properties of random days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhuixiao.field.attendance.result import Mark, Outcome, outcome, state
from zhuixiao.field.attendance.terms import Pair, Terms, check, clock
from zhuixiao.field.choices.attendance import AFTERNOON, MORNING, WHOLE, DayState
from zhuixiao.kit.errors import RuleError

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 2)
ONE = Terms()
TWO = Terms(pairs=(Pair(480, 720, 360, 760), Pair(810, 1080, 765, 1439)))
NEXT_DAY = datetime(2026, 3, 3, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    hours, minutes = map(int, text.split(":"))
    return datetime(2026, 3, 2, hours, minutes, tzinfo=SHANGHAI)


def marks(text: str) -> list[Mark]:
    """ "+09:00 -18:00 @10:00": came, left, was at a customer."""
    kinds = {"+": True, "-": False, "@": None}
    return [Mark(at(one[1:]), kinds[one[0]], is_field=one[0] == "@") for one in text.split()]


def result(text: str, terms: Terms = ONE, **more: Any) -> Outcome:
    values: dict[str, Any] = {"is_workday": True, "now": NEXT_DAY, **more}
    return outcome(DAY, SHANGHAI, terms, marks(text), **values)


@pytest.mark.parametrize(
    ("text", "word", "late", "early", "missed", "minutes"),
    [
        ("+09:00 -18:00", DayState.NORMAL, 0, 0, 0, 480),
        ("+08:30 -18:30", DayState.NORMAL, 0, 0, 0, 540),
        ("+09:01 -18:00", DayState.LATE, 1, 0, 0, 479),
        ("+09:00 -17:59", DayState.EARLY, 0, 1, 0, 479),
        ("+09:00", DayState.MISSED, 0, 0, 1, 0),
        ("-18:00", DayState.MISSED, 0, 0, 1, 0),
        ("", DayState.ABSENT, 0, 0, 0, 0),
        ("+08:50 -12:10 +13:00 -18:00", DayState.NORMAL, 0, 0, 0, 490),
        ("@10:00 -18:00", DayState.LATE, 60, 0, 0, 420),
        ("+09:00 @18:30", DayState.FIELD, 0, 0, 0, 510),
        ("+09:00 @17:00", DayState.MISSED, 0, 0, 1, 0),
        ("+05:59 -18:00", DayState.MISSED, 0, 0, 1, 0),
    ],
)
def test_days_of_one_shift(
    text: str, word: DayState, late: int, early: int, missed: int, minutes: int
) -> None:
    found = result(text)
    told = (state(found), found.late_minutes, found.early_minutes, found.missed, found.minutes)
    assert told == (word, late, early, missed, minutes)


def test_each_pair_of_a_shift_stands_for_itself() -> None:
    found = result("+08:10 -12:00 +13:20 -17:50", TWO)
    assert [(one.late, one.early) for one in found.slots] == [(10, 0), (0, 10)]
    assert (found.late, found.early, found.minutes) == (1, 1, 230 + 270)
    assert result("+08:00 -12:00", TWO).missed == 2


def test_minutes_of_grace_are_on_time_and_then_all_of_them_count() -> None:
    terms = replace(ONE, grace=10)
    assert result("+09:10 -17:50", terms).late == 0
    assert result("+09:10 -17:50", terms).early == 0
    assert result("+09:11 -18:00", terms).late_minutes == 11


@pytest.mark.parametrize(
    ("text", "leave", "word"),
    [
        ("", WHOLE, DayState.LEAVE),
        ("+13:00 -18:00", MORNING, DayState.NORMAL),
        ("+13:05 -18:00", MORNING, DayState.LATE),
        ("+09:00 -12:00", AFTERNOON, DayState.NORMAL),
        ("+09:00 -11:55", AFTERNOON, DayState.EARLY),
        ("", MORNING, DayState.ABSENT),
    ],
)
def test_leave_takes_its_half_off(text: str, leave: int, word: DayState) -> None:
    assert state(result(text, leave=leave)) == word


def test_on_a_day_off_nothing_is_missing_but_work_counts() -> None:
    assert state(result("", is_workday=False)) == DayState.REST
    found = result("+10:00 -15:00", is_workday=False)
    assert (state(found), found.is_present, found.minutes) == (DayState.REST, True, 240)


def test_whoever_is_not_expected_is_never_absent() -> None:
    found = result("", is_expected=False)
    assert (found.is_absent, found.missed) == (False, 0)
    assert result("+09:10", is_expected=False).late_minutes == 10


def test_nothing_is_missing_before_its_time() -> None:
    early = result("", now=at("08:00"))
    assert (early.missed, early.is_absent, state(early)) == (0, False, DayState.OPEN)
    running = result("+08:55", now=at("12:00"))
    assert (running.missed, state(running)) == (0, DayState.OPEN)
    assert state(result("+09:12", now=at("12:00"))) == DayState.LATE


def test_the_companys_zone_decides_the_day() -> None:
    """23:59:58 in Shanghai is 15:59:58 in UTC; a second later another day."""
    last = datetime(2026, 3, 2, 15, 59, 58, tzinfo=UTC)
    came = Mark(at("09:00"), is_in=True)
    found = outcome(
        DAY,
        SHANGHAI,
        ONE,
        [came, Mark(last, is_in=False), Mark(last + timedelta(seconds=2), is_in=False)],
        is_workday=True,
        now=NEXT_DAY,
    )
    assert (found.left, found.minutes) == (1439, 1439 - 540 - 60)


# A machine under load draws slowly; that says nothing about the days.
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
_minutes = st.integers(0, 1439)
_marks = st.lists(st.tuples(_minutes, st.sampled_from([True, False, None])), max_size=8)
_terms = st.sampled_from([ONE, TWO, replace(ONE, grace=15), replace(TWO, grace=5)])
_leave = st.integers(0, WHOLE)


def of(pairs: Sequence[tuple[int, bool | None]], terms: Terms, **more: Any) -> Outcome:
    held = [Mark(at(clock(minute)), is_in) for minute, is_in in pairs]
    values: dict[str, Any] = {"is_workday": True, "now": NEXT_DAY, **more}
    return outcome(DAY, SHANGHAI, terms, held, **values)


@patient
@given(_marks, _terms, _leave, st.booleans())
def test_the_order_of_arrival_never_matters(
    pairs: list[tuple[int, bool | None]], terms: Terms, leave: int, is_workday: bool
) -> None:
    found = of(pairs, terms, leave=leave, is_workday=is_workday)
    assert found == of(list(reversed(pairs)), terms, leave=leave, is_workday=is_workday)
    assert found == of([*pairs, *pairs], terms, leave=leave, is_workday=is_workday)


@patient
@given(_marks, _terms, _leave)
def test_numbers_stay_within_the_day_and_agree(
    pairs: list[tuple[int, bool | None]], terms: Terms, leave: int
) -> None:
    found = of(pairs, terms, leave=leave)
    assert 0 <= found.minutes <= 1439
    assert found.late <= len(found.slots)
    assert found.early <= len(found.slots)
    assert found.missed <= 2 * len(found.slots)
    assert not (found.is_absent and (found.is_present or found.late or found.missed))
    assert (found.late > 0) == (found.late_minutes > 0)
    assert (found.early > 0) == (found.early_minutes > 0)
    if leave == WHOLE:
        assert (found.late, found.early, found.missed, found.is_absent) == (0, 0, 0, False)


@patient
@given(_marks, _terms)
def test_a_day_off_blames_nobody(pairs: list[tuple[int, bool | None]], terms: Terms) -> None:
    found = of(pairs, terms, is_workday=False)
    assert (found.late, found.early, found.missed, found.is_absent) == (0, 0, 0, False)


@patient
@given(_marks, _terms, st.integers(540, 600))
def test_coming_earlier_never_makes_later(
    pairs: list[tuple[int, bool | None]], terms: Terms, minute: int
) -> None:
    """One more sign-in, as a correction adds it, never adds minutes late or missing punches."""
    before = of(pairs, terms)
    first = terms.pairs[0]
    after = of([*pairs, (min(minute, first.begins), True)], terms)
    if before.is_present and first.earliest <= min(minute, first.begins):
        assert after.late_minutes <= before.late_minutes


@patient
@given(st.lists(_minutes, min_size=4, max_size=4), _minutes, _minutes)
def test_a_shift_that_passes_the_check_lies_in_order(
    times: list[int], noon: int, until: int
) -> None:
    pair = Pair(*times)
    try:
        check([pair], (noon, until))
    except RuleError:
        return
    assert pair.earliest <= pair.begins < pair.ends <= pair.latest
    assert Terms.of(replace(ONE, pairs=(pair,)).as_json()).pairs == (pair,)
