"""Periodic jobs: each slot once, whatever the clock does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhuixiao.kit.jobs import schedule
from zhuixiao.kit.models import Job, SchedulerSlot

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def only(monkeypatch: pytest.MonkeyPatch, **periods: schedule.Periodic) -> None:
    monkeypatch.setattr(schedule, "_periodic", periods)
    monkeypatch.setattr(schedule, "_zone", [lambda: SHANGHAI])


@pytest.mark.django_db
def test_a_daily_job_is_handed_out_once_a_company_day(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, a=schedule.Periodic("test.note", 0, "02:30"))
    night = datetime(2026, 3, 2, 2, 29, tzinfo=SHANGHAI)
    assert schedule.hand_out(night) == 0
    assert schedule.hand_out(night + timedelta(minutes=1)) == 1
    assert schedule.hand_out(night + timedelta(hours=20)) == 0
    assert schedule.hand_out(night + timedelta(days=1)) == 0
    assert schedule.hand_out(night + timedelta(days=1, minutes=1)) == 1


@pytest.mark.django_db
def test_a_day_that_was_missed_is_made_up_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, a=schedule.Periodic("test.note", 0, "02:30"))
    schedule.hand_out(MORNING)
    assert schedule.hand_out(MORNING + timedelta(days=4)) == 1


@pytest.mark.django_db
def test_a_job_that_still_waits_is_not_queued_a_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only(monkeypatch, a=schedule.Periodic("test.note", 5, ""))
    schedule.hand_out(MORNING)
    schedule.hand_out(MORNING + timedelta(minutes=5))
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_weekly_job_waits_for_its_day_and_comes_once_a_week(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only(monkeypatch, a=schedule.Periodic("test.note", 0, "02:30", weekday=7))
    sunday = datetime(2026, 3, 8, 2, 30, tzinfo=SHANGHAI)
    assert schedule.hand_out(sunday - timedelta(hours=1)) == 0
    assert schedule.hand_out(sunday) == 1
    assert schedule.hand_out(sunday + timedelta(hours=12)) == 0
    assert schedule.hand_out(sunday + timedelta(days=1)) == 0
    Job.objects.all().delete()
    assert schedule.hand_out(sunday + timedelta(days=7)) == 1


def test_a_period_is_either_minutes_or_daily() -> None:
    with pytest.raises(ValueError, match="either"):
        schedule.every(key="x", minutes=5, daily_at="02:30")


class ClockJumps(TestCase):
    """Any walk of the clock, also backwards."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(-90, 90), max_size=25))
    def test_no_slot_comes_twice(self, minutes: list[int]) -> None:
        from unittest import mock

        periods = {"a": schedule.Periodic("test.note", 10, "")}
        with mock.patch.object(schedule, "_periodic", periods):
            now, given_out = MORNING, 0
            for step in minutes:
                now += timedelta(minutes=step)
                given_out += schedule.hand_out(now)
        slots = list(SchedulerSlot.objects.values_list("key", "slot"))
        assert len(slots) == len(set(slots)) == given_out
