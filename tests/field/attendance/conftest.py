"""People of 晨光温控 who punch: a place of the company, and punches at a time of the day."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.field.actions import attendance_days, attendance_groups
from zhuixiao.field.actions.attendance_punching import punch
from zhuixiao.field.models import AttendanceDay, AttendanceGroup, Punch
from zhuixiao.field.phone.captures import Capture
from zhuixiao.kit.geo import Datum, Position

Sign = Callable[..., Punch]
# Monday 2 March 2026, midnight in Shanghai.
MONDAY = NOW.replace(hour=0) - timedelta(hours=8)
OFFICE = Position(22.54, 114.05)


def at(clock: str, *, days: int = 0) -> datetime:
    """A time of the company's day, so many days after Monday 2 March."""
    hours, minutes = map(int, clock.split(":"))
    return MONDAY + timedelta(days=days, hours=hours, minutes=minutes)


def captured(clock: str, *, days: int = 0, **more: Any) -> Capture:
    moment = at(clock, days=days)
    values = {"client_id": uuid.uuid4(), "claimed_at": moment, "received_at": moment, **more}
    return Capture(at=moment, **values)


@pytest.fixture
def world(world: World) -> World:
    """As long with the company that March counts."""
    came = NOW - timedelta(days=365)
    Employee.objects.update(created_at=came)
    for person in world.everyone:
        person.created_at = came
    return world


@pytest.fixture
def group(world: World) -> AttendanceGroup:
    """The group of everybody, expected from 1 March, with an office of 300 m around."""
    row = AttendanceGroup.objects.get(is_default=True)
    row.expected_from = date(2026, 3, 1)
    row.save()
    attendance_groups.save_place(
        by=actor(world.boss),
        group=row,
        place=None,
        name="公司",
        latitude=OFFICE.latitude,
        longitude=OFFICE.longitude,
        datum=Datum.WGS84,
        radius=300,
    )
    return row


@pytest.fixture
def sign(world: World) -> Sign:
    """郑斌 signs in, or out, at a time; at the office unless told. The job runs at once."""

    def do(clock: str, *, is_in: bool = True, days: int = 0, **more: Any) -> Punch:
        person = more.pop("person", world.zheng)
        reason = more.pop("reason", "")
        told = {"place": OFFICE, "accuracy": 20.0, **more}
        capture = captured(clock, days=days, **told)
        by = actor(person, at=capture.received_at)
        row = punch(by=by, capture=capture, is_in=is_in, reason=reason)
        attendance_days.catch_up(capture.received_at)
        return row

    return do


def day_of(person: Employee, *, days: int = 0) -> AttendanceDay:
    """The result of a day."""
    found: AttendanceDay = AttendanceDay.objects.get(
        employee=person, day=date(2026, 3, 2) + timedelta(days=days)
    )
    return found


def has_day(person: Employee, *, days: int = 0) -> bool:
    """Whether there is anything to tell of a day."""
    day = date(2026, 3, 2) + timedelta(days=days)
    return AttendanceDay.objects.filter(employee=person, day=day).exists()
