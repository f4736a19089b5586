"""Attendance and visits agree: whoever is at a customer is at work, outside."""

from datetime import date

from tests.conftest import ClientOf
from tests.field.attendance.conftest import Sign, at, day_of
from tests.field.conftest import SignIn
from tests.field.conftest import at as at_shop
from tests.world import World
from zhuixiao.field.actions import attendance_days
from zhuixiao.field.choices.attendance import DayState
from zhuixiao.field.models import AttendanceGroup
from zhuixiao.ledger import checks


def test_a_visit_is_presence_and_field_work_at_once(
    world: World, group: AttendanceGroup, sign_in: SignIn
) -> None:
    visit = sign_in(at_shop(at("08:50")))
    attendance_days.catch_up(at("08:51"))
    day = day_of(world.zheng)
    assert visit.day == date(2026, 3, 2)
    assert (day.is_present, day.is_field, day.came, day.late) == (True, True, 8 * 60 + 50, 0)
    attendance_days.close(at("00:20", days=1))
    assert not day_of(world.zheng).is_absent
    assert checks.verify() == []


def test_a_visit_and_signing_out_are_a_whole_day_of_field_work(
    world: World, group: AttendanceGroup, sign_in: SignIn, sign: Sign, client_of: ClientOf
) -> None:
    visit = sign_in(at_shop(at("08:50")))
    sign("18:05", is_in=False)
    row = day_of(world.zheng)
    assert (row.state, row.minutes) == (DayState.FIELD, 555 - 60)
    page = client_of(world.manager).get(f"/field/attendance/days/{row.pk}/").content.decode()
    assert f"/field/visits/{visit.pk}/" in page
