"""Visits over the API."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from tests.api.conftest import ApiOf
from tests.field.conftest import SHOP, add_shop, shop
from tests.world import NOW, World
from zhuixiao.activities.models import Activity
from zhuixiao.customers.models import Customer
from zhuixiao.field.models import Visit
from zhuixiao.kit.geo import Datum

__all__ = ["add_shop", "shop"]


def _moment(**more: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "claimed_at": NOW.isoformat(),
        "latitude": SHOP.latitude,
        "longitude": SHOP.longitude,
        "accuracy": 12,
    } | more


@time_machine.travel(NOW, tick=False)
def test_a_visit_is_planned_made_and_read(world: World, shop: Customer, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    planned = api("POST", "/field/route", {"customer_id": shop.pk, "day": "2026-03-02"})
    assert planned.status_code == 201
    body = _moment(customer_id=shop.pk)
    made = api("POST", "/field/visits", body)
    assert made.status_code == 201
    visit = made.json()
    assert visit["whereabouts"] == "within"
    assert api("POST", "/field/visits", body).json()["id"] == visit["id"]
    [stop] = api("GET", "/field/route?day=2026-03-02").json()["items"]
    assert stop["visit_id"] == visit["id"]
    ended = api("POST", f"/field/visits/{visit['id']}/end", _moment(note="谈妥")).json()
    assert ended["state"] == "done"
    assert ended["activity_id"] == Activity.objects.get().pk
    assert [row["id"] for row in api("GET", "/field/visits").json()["items"]] == [visit["id"]]
    assert api("GET", f"/field/visits?customer_id={shop.pk + 1}").json()["items"] == []
    assert api_of(world.li)("GET", f"/field/visits/{visit['id']}").status_code == 404
    assert len(api("GET", "/field/visits/types").json()) == 2
    assert api("DELETE", f"/field/route/{planned.json()['id']}").status_code == 204


@time_machine.travel(NOW, tick=False)
def test_a_position_of_a_chinese_map_is_taken_for_what_it_is(
    world: World, shop: Customer, api_of: ApiOf
) -> None:
    latitude, longitude = SHOP.to(Datum.GCJ02)
    told = _moment(customer_id=shop.pk, latitude=latitude, longitude=longitude, datum="gcj02")
    assert api_of(world.zheng)("POST", "/field/visits", told).json()["distance"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 91},
        {"latitude": float("nan")},
        {"longitude": float("inf")},
        {"latitude": None},
        {"customer_id": 2**63},
        {"customer_id": [1]},
        {"claimed_at": "0001-01-01T00:00:00"},
        {"claimed_at": "9999-12-31T23:59:59-12:00"},
        {"claimed_at": (NOW - timedelta(days=20_000)).isoformat()},
        {"client_id": "no"},
        {"sent_at": "x"},
        {"sent_at": "9999-12-31T23:59:59-12:00"},
        {"longitude": None},
        {"accuracy": float("nan")},
    ],
)
@time_machine.travel(NOW, tick=False)
def test_what_no_device_can_mean_is_refused_and_not_stored(
    world: World, shop: Customer, api_of: ApiOf, wrong: dict[str, Any]
) -> None:
    told = _moment(customer_id=shop.pk) | wrong
    assert api_of(world.zheng)("POST", "/field/visits", told).status_code in {400, 422}
    assert not Visit.objects.exists()


def test_the_day_of_the_team_is_told_within_the_callers_scope(
    world: World, shop: Customer, api_of: ApiOf
) -> None:
    came = {
        "client_id": str(uuid4()),
        "claimed_at": NOW.isoformat(),
        "customer_id": shop.pk,
        "latitude": SHOP.latitude,
        "longitude": SHOP.longitude,
        "accuracy": 20,
    }
    assert api_of(world.zheng)("POST", "/field/visits", came).status_code == 201
    lines = api_of(world.manager)("GET", "/field/day?on=2026-03-02").json()["items"]
    of = {line["employee_id"]: line for line in lines}
    assert of[world.zheng.pk]["visited"] == of[world.zheng.pk]["verified"] == 1
    assert world.li.pk not in of
    assert of[world.zheng.pk]["key_gaps"] is None
    lines = api_of(world.manager)("GET", "/field/day").json()["items"]
    assert {line["key_gaps"] for line in lines} == {0}
    assert api_of(world.manager)("GET", "/field/day?on=9999-01-01").status_code == 404
    assert api_of(world.finance)("GET", "/field/day").status_code == 403
