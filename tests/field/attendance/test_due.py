"""Results follow what phones send within a minute, however many come at once."""

from datetime import date, timedelta

import time_machine

from tests.conftest import ClientOf
from tests.field.attendance.conftest import OFFICE, at, captured, day_of, has_day
from tests.world import World, actor
from zhuixiao.field.actions import attendance_days
from zhuixiao.field.actions.attendance_punching import punch
from zhuixiao.field.choices.attendance import DayState
from zhuixiao.field.models import AttendanceDue, AttendanceGroup
from zhuixiao.field.queries import attendance_own
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query

MONDAY = date(2026, 3, 2)


def came(world: World, clock: str, *, is_in: bool = True) -> None:
    """郑斌's phone sends a punch; nothing computes it yet."""
    capture = captured(clock, place=OFFICE, accuracy=20.0)
    punch(by=actor(world.zheng, at=capture.received_at), capture=capture, is_in=is_in)


def test_a_punch_waits_for_its_result_and_shows_in_it_with_the_next_round(
    world: World, group: AttendanceGroup
) -> None:
    came(world, "09:12")
    assert not has_day(world.zheng)
    assert attendance_days.catch_up(at("09:13")) == 1
    assert day_of(world.zheng).state == DayState.LATE
    assert attendance_days.catch_up(at("09:14")) == 0
    assert checks.verify() == []


def test_the_own_page_and_the_phone_tell_at_once(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    came(world, "09:12")
    with time_machine.travel(at("09:12"), tick=False):
        page = client_of(world.zheng).get("/field/attendance/").content.decode()
        state = attendance_own.piece(world.zheng, at("09:12")) or {}
    assert str(DayState.LATE.label) in page
    assert (state["state"], state["late_minutes"]) == ("late", 12)


def test_ten_punches_of_a_day_are_one_computation(world: World, group: AttendanceGroup) -> None:
    for minute in range(10):
        came(world, f"09:{minute:02}", is_in=minute % 2 == 0)
    assert AttendanceDue.objects.count() == 1
    assert attendance_days.catch_up(at("09:11")) == 1


def test_whatever_computes_a_day_takes_its_mark_away(world: World, group: AttendanceGroup) -> None:
    came(world, "09:12")
    attendance_days.close(at("00:20", days=1))
    assert not AttendanceDue.objects.exists()
    assert day_of(world.zheng).late_minutes == 12


def test_before_a_company_is_set_up_there_is_nothing_to_compute(db: None) -> None:
    assert attendance_days.catch_up(at("09:00")) == 0


def test_a_day_that_is_still_to_come_keeps_its_mark(world: World, group: AttendanceGroup) -> None:
    attendance_days.mark(employee_id=world.zheng.pk, day=MONDAY + timedelta(days=1))
    assert attendance_days.catch_up(at("10:00")) == 0
    assert AttendanceDue.objects.count() == 1
    assert attendance_days.catch_up(at("10:00", days=1)) == 1


def test_a_herd_is_computed_in_batches_and_adds_up(world: World, group: AttendanceGroup) -> None:
    people = world.everyone
    for person in people:
        for day in range(3):
            attendance_days.mark(employee_id=person.pk, day=MONDAY + timedelta(days=day))
    came(world, "08:55")
    assert attendance_days.catch_up(at("20:00", days=2)) == 3 * len(people)
    table = query(["attendance.days"], period=Period(MONDAY, MONDAY), visible_to=world.boss)
    assert table.total.values["attendance.days"] == 1
    assert checks.verify() == []
