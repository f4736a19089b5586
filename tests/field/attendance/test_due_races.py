"""Punches that come while the job computes: none is left out, and the figures still add up."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.field.attendance.conftest import OFFICE, at, captured
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.field.actions import attendance_days
from zhuixiao.field.actions.attendance_punching import punch
from zhuixiao.field.models import AttendanceDay, AttendanceDue, AttendanceGroup, Punch
from zhuixiao.ledger import checks

pytestmark = pytest.mark.django_db(transaction=True)
MINUTES = 12


def whole_day(person: Employee) -> None:
    """Signs in at nine, and out again every minute after six."""
    try:
        for minute in range(MINUTES):
            clock = f"18:{minute:02}" if minute else "09:00"
            capture = captured(clock, place=OFFICE, accuracy=20.0)
            punch(by=actor(person, at=capture.received_at), capture=capture, is_in=not minute)
    finally:
        connections.close_all()


def rounds() -> None:
    try:
        for _round in range(MINUTES):
            attendance_days.catch_up(at("19:00"))
    finally:
        connections.close_all()


def test_the_last_punch_of_everybody_is_in_the_result(world: World, group: AttendanceGroup) -> None:
    people = [world.zheng, world.chen, world.su]
    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(rounds), *(threads.submit(whole_day, one) for one in people)]
        for one in running:
            one.result()
    attendance_days.catch_up(at("19:01"))
    assert Punch.objects.count() == MINUTES * len(people)
    left = 18 * 60 + MINUTES - 1
    assert set(AttendanceDay.objects.values_list("came", "left")) == {(9 * 60, left)}
    assert not AttendanceDue.objects.exists()
    assert checks.verify() == []
