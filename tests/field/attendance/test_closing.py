"""The night settles the day: who never came is absent, and the past keeps its terms."""

from datetime import date, timedelta

from tests.field.attendance.conftest import Sign, at, day_of, has_day
from tests.world import World
from zhuixiao.accounts.models import Employee, SpecialDay
from zhuixiao.field.actions import attendance_days
from zhuixiao.field.attendance import signs
from zhuixiao.field.attendance.signs import Seen
from zhuixiao.field.choices.attendance import DayState
from zhuixiao.field.models import AttendanceDay, AttendanceGroup
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query

MONDAY = date(2026, 3, 2)


def test_who_never_came_is_absent_once_the_day_is_over(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    sign("08:55", person=world.chen)
    sign("18:01", is_in=False, person=world.chen)
    attendance_days.close(at("00:20", days=1))
    assert day_of(world.zheng).state == DayState.ABSENT
    assert day_of(world.chen).state == DayState.NORMAL
    assert not has_day(world.boss)
    assert checks.verify() == []


def test_nobody_is_absent_before_a_day_is_set(world: World) -> None:
    attendance_days.close(at("00:20", days=1))
    assert not AttendanceDay.objects.exists()


def test_a_day_off_and_people_who_were_not_here_are_left_alone(
    world: World, group: AttendanceGroup
) -> None:
    SpecialDay.objects.create(day=MONDAY, is_workday=False, name="节")
    Employee.objects.filter(pk=world.zheng.pk).update(created_at=at("09:00", days=1))
    attendance_days.close(at("00:20", days=1))
    assert not AttendanceDay.objects.exists()
    attendance_days.close(at("00:20", days=2))
    assert day_of(world.zheng, days=1).is_absent


def test_nights_without_a_server_are_made_up_for(world: World, group: AttendanceGroup) -> None:
    attendance_days.close(at("00:20", days=1))
    assert attendance_days.close(at("00:20", days=4)) == 3
    assert attendance_days.close(at("00:30", days=4)) == 0
    days = AttendanceDay.objects.filter(employee=world.zheng, is_absent=True).count()
    assert days == 4


def test_a_new_shift_leaves_the_past_alone(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    sign("08:55")
    sign("18:10", is_in=False)
    group.terms_json = {**group.terms_json, "pairs": [[480, 1080, 360, 1439]]}
    group.save()
    attendance_days.refresh(employee_ids=[world.zheng.pk], days=[MONDAY], now=at("10:00", days=1))
    assert day_of(world.zheng).state == DayState.NORMAL


def test_a_punch_that_arrives_after_the_night_takes_the_absence_back(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    attendance_days.close(at("00:20", days=1))
    sign("08:55", received_at=at("09:00", days=1))
    sign("18:05", is_in=False, received_at=at("09:00", days=1))
    period = Period(MONDAY, MONDAY + timedelta(days=30))
    table = query(["attendance.absent", "attendance.days"], period=period, visible_to=world.zheng)
    assert (table.total.values["attendance.absent"], table.total.values["attendance.days"]) == (
        0,
        1,
    )
    assert checks.verify() == []


def test_somebody_seen_at_a_customer_is_at_work_outside(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    visits = [Seen(world.zheng.pk, at("08:40"), "上门拜访")]
    signs.register(source := lambda _ids, _since, _until: visits)
    try:
        sign("18:05", is_in=False)
        day = day_of(world.zheng)
        assert (day.state, day.is_field, day.came) == (DayState.FIELD, True, 8 * 60 + 40)
        attendance_days.close(at("00:20", days=1))
        assert day_of(world.zheng).state == DayState.FIELD
    finally:
        signs._signs.remove(source)
