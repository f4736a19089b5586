"""Attendance and leave over the API: the same rules, the same punch and request once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import ApiOf
from tests.world import World
from zhuixiao.field.actions import attendance_days
from zhuixiao.field.models import Leave, LeaveType, Punch

pytestmark = pytest.mark.django_db


def test_a_punch_is_made_once_and_its_day_read(morning: None, world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    body = {"client_id": str(uuid.uuid4()), "is_in": True, "latitude": 22.5, "longitude": 114.0}
    first, again = (api("POST", "/attendance/punches", body) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["standing"] == "free"
    attendance_days.catch_up(timezone.now())
    days = api("GET", "/attendance/days").json()["items"]
    assert [one["is_present"] for one in days] == [True]
    assert api("GET", f"/attendance/days/{days[0]['id']}").status_code == 200
    assert api_of(world.li)("GET", f"/attendance/days/{days[0]['id']}").status_code == 404
    assert len(api_of(world.manager)("GET", "/attendance/days").json()["items"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 91, "longitude": 0},
        {"latitude": "NaN", "longitude": 0},
        {"latitude": 0, "longitude": float("inf")},
        {"latitude": 22.5},
        {"longitude": 114.0},
        {"latitude": 22.5, "longitude": 114.0, "accuracy": float("nan")},
        {"latitude": 22.5, "longitude": 114.0, "accuracy": -1},
        {"claimed_at": "0001-01-01T00:00:00", "sent_at": "0001-01-01T00:00:00"},
        {"claimed_at": "0001-01-01T00:00:00+14:00", "sent_at": "2026-03-02T10:00:00"},
        {"claimed_at": "9999-12-31T23:59:59-12:00"},
        {"claimed_at": "2026-03-02T10:00:00", "sent_at": "9999-12-31T23:59:59-12:00"},
        {"claimed_at": "1999-03-02T10:00:00Z"},
        {"client_id": "x"},
        {"is_in": "perhaps"},
        {"reason": "x" * 201},
    ],
)
def test_a_wrong_punch_is_refused(world: World, api_of: ApiOf, wrong: dict[str, Any]) -> None:
    body = {"client_id": str(uuid.uuid4()), "is_in": True, **wrong}
    answer = api_of(world.zheng)("POST", "/attendance/punches", body)
    assert answer.status_code in {400, 422}
    assert not Punch.objects.exists()


def test_leave_is_asked_for_read_and_taken_back(world: World, api_of: ApiOf) -> None:
    api, today = api_of(world.zheng), world.company.today(timezone.now())
    start = today + timedelta(days=14 - today.weekday())
    body = {
        "client_id": str(uuid.uuid4()),
        "type_id": LeaveType.objects.order_by("position")[0].pk,
        "start": start.isoformat(),
        "end": start.isoformat(),
        "ends_at_noon": True,
        "reason": "家里有事",
    }
    made = [api("POST", "/leaves", body) for _time in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    row = Leave.objects.get()
    assert made[0].json()["halves"] == 1
    held = api("GET", f"/leaves/balances?year={start.year}").json()[0]
    assert (held["used_halves"], held["left_halves"]) == (1, 9)
    assert api_of(world.li)("GET", f"/leaves/{row.pk}").status_code == 404
    assert api_of(world.manager)("GET", f"/leaves/{row.pk}").json()["state"] == "asked"
    assert api("DELETE", f"/leaves/{row.pk}").status_code == 204
    assert api("GET", f"/leaves/{row.pk}").json()["state"] == "withdrawn"
