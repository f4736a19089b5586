"""补卡: a forgotten punch counts once the head has agreed, and the day is right."""

from datetime import date, time

import pytest

from tests.field.attendance.conftest import Sign, at, day_of
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.approvals.actions import deciding
from zhuixiao.field.actions import attendance_corrections
from zhuixiao.field.choices.attendance import AskState, DayState
from zhuixiao.field.models import AttendanceCorrection, AttendanceGroup
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger import checks

MONDAY = date(2026, 3, 2)


def ask(
    world: World, *, is_in: bool = True, clock: time = time(8, 55), reason: str = "手机没电"
) -> AttendanceCorrection:
    return attendance_corrections.ask(
        by=actor(world.zheng, at=at("10:00", days=1)),
        day=MONDAY,
        is_in=is_in,
        at=clock,
        reason=reason,
    )


def test_an_approved_correction_makes_the_day_right(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    sign("09:30")
    sign("18:10", is_in=False)
    row = ask(world)
    assert day_of(world.zheng).state == DayState.LATE
    assert row.request is not None
    deciding.approve(by=actor(world.manager, at=at("11:00", days=1)), request=row.request)
    day = day_of(world.zheng)
    assert (day.state, day.late, day.came) == (DayState.NORMAL, 0, 8 * 60 + 55)
    assert checks.verify() == []
    kinds = AuditEntry.objects.filter(kind="attendance_correction")
    assert list(kinds.order_by("pk").values_list("action", flat=True)) == ["create", "approve"]


def test_a_refused_one_changes_nothing(world: World, group: AttendanceGroup, sign: Sign) -> None:
    sign("09:30")
    row = ask(world)
    assert row.request is not None
    deciding.reject(
        by=actor(world.manager, at=at("11:00", days=1)), request=row.request, note="没看到你"
    )
    row.refresh_from_db()
    assert (row.state, day_of(world.zheng).late_minutes) == (AskState.REFUSED, 30)


def test_it_is_withdrawn_by_its_person_alone(world: World) -> None:
    row = ask(world)
    with pytest.raises(NotAllowed):
        attendance_corrections.withdraw(by=actor(world.chen), correction=row)
    attendance_corrections.withdraw(by=actor(world.zheng), correction=row)
    row.refresh_from_db()
    assert row.state == AskState.WITHDRAWN


def test_the_same_is_asked_once_at_a_time(world: World) -> None:
    ask(world)
    with pytest.raises(RuleError):
        ask(world)
    ask(world, is_in=False, clock=time(18, 0))


def test_what_is_still_to_come_or_long_past_or_without_reason_is_refused(world: World) -> None:
    by = actor(world.zheng, at=at("10:00"))
    for day, clock, reason in (
        (MONDAY, time(10, 1), "x"),
        (date(2025, 12, 1), time(9, 0), "x"),
        (MONDAY, time(9, 0), " "),
    ):
        with pytest.raises(RuleError):
            attendance_corrections.ask(by=by, day=day, is_in=True, at=clock, reason=reason)
