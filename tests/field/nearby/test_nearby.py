"""Customers around a place: the nearest first, pools only as far as they show."""

import json
import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.customers.ownership.conftest import POOL
from tests.world import World, actor
from zhuixiao.accounts.actions import api_tokens
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import claiming, creating, pools
from zhuixiao.customers.models import Customer, Pool
from zhuixiao.field.queries import nearby as queries
from zhuixiao.field.queries.nearby import MOST, Whose, Wish
from zhuixiao.kit.geo import METRES_PER_DEGREE, Datum, Position

pytestmark = pytest.mark.django_db
# 会展中心, Shenzhen.
HERE = Position(22.5431, 114.0579)
PLACE = {"latitude": str(HERE.latitude), "longitude": str(HERE.longitude)}
Add = Callable[..., Customer]
POINTS, PAGE = "/field/nearby/points/", "/field/nearby/"


def at(north: float, east: float) -> dict[str, float]:
    """So many metres to the north and east of HERE."""
    across = METRES_PER_DEGREE * math.cos(math.radians(HERE.latitude))
    return {
        "latitude": HERE.latitude + north / METRES_PER_DEGREE,
        "longitude": HERE.longitude + east / across,
    }


@pytest.fixture
def add(world: World) -> Add:
    def make(
        name: str, north: float = 0, east: float = 0, owner: Employee = world.zheng, **values: Any
    ) -> Customer:
        new = creating.NewCustomer({"name": name}, owner=owner)
        row = creating.create(by=actor(owner, at=timezone.now()), new=new)
        Customer.objects.filter(pk=row.pk).unlogged_update(**at(north, east), **values)
        return Customer.objects.get(pk=row.pk)

    return make


@pytest.fixture
def pool(world: World) -> Pool:
    values = {**POOL, "name": "华南公海"}
    return pools.save_pool(by=actor(world.boss), pool=None, values=values)


def found(world: World, reader: Employee, **wish: Any) -> list[tuple[str, int]]:
    rows = queries.nearby(
        Wish(HERE, **wish), reader=reader, now=timezone.now(), zone=world.company.zone
    ).rows
    return [(row.customer.name, row.metres) for row in rows]


def test_the_nearest_come_first_and_the_circle_is_round(world: World, add: Add) -> None:
    add("远", north=900)
    add("近", east=-300)
    # Within the rectangle, not within the circle.
    add("角", north=800, east=800)
    assert found(world, world.zheng, metres=1_000) == [("近", 300), ("远", 900)]
    assert [name for name, _metres in found(world, world.zheng, metres=3_000)] == ["近", "远", "角"]


def test_nobody_sees_more_than_elsewhere(world: World, add: Add) -> None:
    add("郑斌的")
    add("李慧的", owner=world.li)
    assert found(world, world.zheng) == [("郑斌的", 0)]
    assert len(found(world, world.boss)) == 2
    assert found(world, world.boss, whose=Whose.MINE) == []


def test_of_very_many_the_nearest_are_shown(world: World, add: Add) -> None:
    for number in range(MOST + 5):
        add(f"客户{number}", north=number * 5)
    rows = found(world, world.zheng)
    assert [metres for _name, metres in rows] == [number * 5 for number in range(MOST)]


def test_a_stage_and_a_silence_narrow_it(world: World, add: Add) -> None:
    now = timezone.now()
    fresh = add("昨天", last_contact_at=now - timedelta(days=1))
    add("上月", last_contact_at=now - timedelta(days=40))
    add("从未")
    names = {name for name, _metres in found(world, world.zheng, quiet_days=30)}
    assert names == {"上月", "从未"}
    assert fresh.stage_id
    assert len(found(world, world.zheng, stage=fresh.stage_id)) == 3
    assert found(world, world.zheng, stage=fresh.stage_id + 10_000) == []


def test_of_a_pool_only_what_it_shows(world: World, add: Add, pool: Pool) -> None:
    row = add("公海客户", north=260)
    by = actor(world.zheng, at=timezone.now())
    claiming.release(by=by, customer_ids=[row.pk], pool=pool, note="没时间")
    (near,) = queries.nearby(
        Wish(HERE, whose=Whose.POOL), reader=world.chen, now=by.at, zone=world.company.zone
    ).rows
    assert (near.is_pooled, near.place, near.metres) == (True, None, 300)
    Pool.objects.filter(pk=pool.pk).update(shown=["address"])
    (near,) = queries.nearby(Wish(HERE), reader=world.chen, now=by.at, zone=world.company.zone).rows
    assert near.place is not None
    assert (near.metres, near.shows_stage, near.days_quiet) == (260, False, None)


def test_the_page_lists_draws_and_leads_there(world: World, client_of: ClientOf, add: Add) -> None:
    row = add("广州迪宏", north=100)
    answer = client_of(world.zheng).get(PAGE, {**PLACE, "radius": "1000"})
    page = answer.content.decode()
    assert "广州迪宏" in page
    assert f"#/visit?customer={row.pk}" in page
    assert "uri.amap.com/navigation" in page
    points = page.partition('id="nearby-points" type="application/json">')[2].partition("<")[0]
    assert json.loads(points)[0][0] == row.pk


def test_the_page_looks_around_a_customer(world: World, client_of: ClientOf, add: Add) -> None:
    centre = add("中心", north=50_000)
    add("旁边", north=50_200)
    add("远方")
    page = client_of(world.zheng).get(PAGE, {"customer": centre.pk}).content.decode()
    assert "旁边" in page
    assert "远方" not in page
    other = add("别人的", owner=world.li)
    assert client_of(world.zheng).get(PAGE, {"customer": other.pk}).status_code == 404


def test_without_a_place_the_page_asks_for_it(world: World, client_of: ClientOf) -> None:
    assert "你在哪里" in client_of(world.zheng).get(PAGE).content.decode()


def test_the_phone_gets_rows_without_numbers(world: World, client_of: ClientOf, add: Add) -> None:
    add("广州迪宏", north=100, phone="13787654321")
    answer = client_of(world.zheng).get(POINTS, PLACE)
    (row,) = answer.json()["rows"]
    assert (row["name"], row["metres"], row["may_call"]) == ("广州迪宏", 100, True)
    assert [label for label, _url in row["links"]] == ["高德", "百度", "腾讯"]
    assert b"13787654321" not in answer.content


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"latitude": "NaN", "longitude": "114"},
        {"latitude": "1e400", "longitude": "114"},
        {"latitude": "114", "longitude": "22"},
        {"latitude": "22", "longitude": "114", "radius": "-1"},
        {"latitude": "22", "longitude": "114", "radius": "9" * 30},
        {"latitude": "22", "longitude": "114", "stage": "9" * 30},
        {"latitude": "22", "longitude": "114", "quiet": "x"},
        {"latitude": "22", "longitude": "114", "whose": "theirs"},
    ],
)
def test_nonsense_is_told_and_never_breaks(
    world: World, client_of: ClientOf, wrong: dict[str, str]
) -> None:
    client = client_of(world.zheng)
    assert client.get(POINTS, wrong).status_code == 422
    assert client.get(PAGE, wrong).status_code == 200


def test_at_the_poles_and_the_date_line_it_only_finds_nothing(world: World) -> None:
    for place in (Position(90, 0), Position(-90, 180), Position(0, -180)):
        rows = queries.nearby(
            Wish(place), reader=world.zheng, now=timezone.now(), zone=world.company.zone
        ).rows
        assert rows == []


def test_one_is_claimed_on_the_spot_and_a_second_person_is_told(
    world: World, client_of: ClientOf, add: Add, pool: Pool
) -> None:
    row = add("公海客户")
    by = actor(world.zheng, at=timezone.now())
    claiming.release(by=by, customer_ids=[row.pk], pool=pool, note="没时间")
    claim = reverse("field:nearby-claim")
    first = client_of(world.chen).post(claim, {"customer": row.pk})
    assert (first.status_code, first.json()["text"]) == (200, "公海客户 已归你负责。")
    assert Customer.objects.get(pk=row.pk).owner == world.chen
    second = client_of(world.su).post(claim, {"customer": row.pk})
    assert second.status_code == 409
    assert Customer.objects.get(pk=row.pk).owner == world.chen


def test_a_program_asks_in_the_datum_of_its_map(
    world: World, client_of: ClientOf, add: Add
) -> None:
    add("广州迪宏", north=100)
    latitude, longitude = HERE.to(Datum.GCJ02)
    asked = {
        "latitude": str(latitude),
        "longitude": str(longitude),
        "datum": "gcj02",
        "radius": "500",
    }
    by = actor(world.zheng, at=timezone.now())
    _row, token = api_tokens.create(by=by, name="x", scopes=["customers.view"], expires_at=None)
    answer = Client().get(
        "/api/v1/customers-nearby", asked, headers={"Authorization": f"Bearer {token}"}
    )
    (row,) = answer.json()["rows"]
    assert (row["name"], row["owner_id"]) == ("广州迪宏", world.zheng.pk)
    assert abs(row["metres"] - 100) <= 2
