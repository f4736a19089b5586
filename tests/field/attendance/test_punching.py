"""Signing in and out: once for each item of the phone, and told as honestly as the position was."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.field.attendance.conftest import OFFICE, Sign, at, captured, day_of, has_day
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.field.actions import attendance_days
from zhuixiao.field.actions.attendance_punching import punch
from zhuixiao.field.choices.attendance import DayState, Standing
from zhuixiao.field.models import AttendanceGroup, Punch
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.geo import Position

# A degree of latitude is 111.2 km.
FAR = Position(OFFICE.latitude + 0.01, OFFICE.longitude)


def test_a_punch_at_the_office_is_at_the_place(group: AttendanceGroup, sign: Sign) -> None:
    row = sign("08:55")
    assert (row.standing, row.distance, row.accuracy) == (Standing.INSIDE, 0, 20)
    assert row.nearest == group.places.get()


def test_a_punch_far_away_is_outside_and_field_work(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    row = sign("08:55", place=FAR, reason="拜访迪宏")
    assert (row.standing, row.distance, row.reason) == (Standing.OUTSIDE, 1112, "拜访迪宏")
    day = day_of(world.zheng)
    assert (day.is_field, day.is_present) == (True, True)


def test_the_told_accuracy_counts_in_favour_up_to_100_metres(
    group: AttendanceGroup, sign: Sign
) -> None:
    close_by = Position(OFFICE.latitude + 380 / 111_195, OFFICE.longitude)
    assert sign("08:50", place=close_by, accuracy=30.0).standing == Standing.OUTSIDE
    assert sign("08:51", place=close_by, accuracy=90.0).standing == Standing.INSIDE
    beyond = Position(OFFICE.latitude + 450 / 111_195, OFFICE.longitude)
    assert sign("08:52", place=beyond, accuracy=5_000.0).standing == Standing.OUTSIDE


def test_a_punch_without_a_position_is_kept_and_marked(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    row = sign("08:55", place=None, accuracy=None)
    assert (row.standing, row.distance) == (Standing.NOWHERE, None)
    assert has_day(world.zheng)


def test_a_position_made_by_a_program_says_nothing(group: AttendanceGroup, sign: Sign) -> None:
    row = sign("08:55", is_mock=True)
    assert row.standing == Standing.NOWHERE
    assert row.place == OFFICE


def test_without_places_every_punch_is_fine(world: World, sign: Sign) -> None:
    assert sign("08:55", place=FAR).standing == Standing.FREE


def test_the_same_item_again_is_the_same_punch(world: World, group: AttendanceGroup) -> None:
    capture = captured("08:55", place=OFFICE)
    by = actor(world.zheng, at=capture.received_at)
    first = punch(by=by, capture=capture, is_in=True)
    later = replace(capture, received_at=at("20:00"))
    again = punch(by=actor(world.zheng, at=at("20:00")), capture=later, is_in=False, reason="x")
    assert again == first
    assert Punch.objects.count() == 1


def test_an_item_of_somebody_else_is_refused(world: World) -> None:
    capture = captured("08:55")
    punch(by=actor(world.zheng, at=at("08:55")), capture=capture, is_in=True)
    with pytest.raises(RuleError, match="别人"):
        punch(by=actor(world.chen, at=at("08:56")), capture=capture, is_in=True)


def test_outside_needs_a_reason_where_the_group_asks_for_one(
    group: AttendanceGroup, sign: Sign
) -> None:
    group.terms_json = {**group.terms_json, "needs_note": True}
    group.save()
    with pytest.raises(RuleError) as refused:
        sign("08:55", place=FAR)
    assert (refused.value.field, refused.value.code) == ("reason", "reason_needed")
    assert "1112" in str(refused.value)
    sign("08:55", place=FAR, reason="拜访迪宏")
    assert Punch.objects.count() == 1


def test_outside_does_not_count_where_it_is_no_field_work(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    group.terms_json = {**group.terms_json, "counts_outside": False}
    group.save()
    sign("08:55", place=FAR)
    assert Punch.objects.count() == 1
    assert not has_day(world.zheng)


def test_a_punch_that_comes_days_later_belongs_to_its_own_day(
    world: World, group: AttendanceGroup
) -> None:
    capture = captured("08:55", place=OFFICE, received_at=at("10:00", days=3))
    punch(by=actor(world.zheng, at=at("10:00", days=3)), capture=capture, is_in=True)
    attendance_days.catch_up(at("10:01", days=3))
    day = day_of(world.zheng)
    assert (day.is_present, day.came) == (True, 8 * 60 + 55)
    assert not has_day(world.zheng, days=3)


def test_a_punch_of_more_than_a_month_ago_is_refused(world: World) -> None:
    capture = captured("08:55")
    with pytest.raises(RuleError):
        punch(
            by=actor(world.zheng, at=capture.at + timedelta(days=32)), capture=capture, is_in=True
        )


def test_late_and_early_are_told_apart(world: World, group: AttendanceGroup, sign: Sign) -> None:
    sign("09:12")
    day = day_of(world.zheng)
    assert (day.late, day.late_minutes, day.state) == (1, 12, DayState.LATE)
    sign("17:30", is_in=False)
    day = day_of(world.zheng)
    assert (day.early_minutes, day.minutes) == (30, 498 - 60)


def test_the_day_is_the_companys(world: World, group: AttendanceGroup, sign: Sign) -> None:
    """00:30 in Shanghai is the day before in UTC."""
    assert sign("00:30").day.isoformat() == "2026-03-02"


def test_whoever_may_not_punch_does_not(world: World) -> None:
    with pytest.raises(NotAllowed):
        punch(by=actor(world.boss), capture=captured("10:00"), is_in=True)


def test_each_punch_stands_in_the_log(world: World, sign: Sign) -> None:
    sign("08:55", client_id=uuid.uuid4())
    assert AuditEntry.objects.filter(kind="punch", action="punch").count() == 1
