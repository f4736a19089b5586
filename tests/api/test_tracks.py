"""Tracks over the API: days, and the positions of one."""

from datetime import timedelta

import pytest

from tests.api.conftest import ApiOf, walk
from tests.field.conftest import SignIn, add_shop, at, shop, sign_in
from tests.field.tracks.conftest import (
    LATITUDE,
    LONGITUDE,
    Phone,
    PhoneOf,
    phone,
    phone_of,
    point,
)
from tests.world import NOW, World
from zhuixiao.field.actions import tracks_days
from zhuixiao.field.models import TrackDay
from zhuixiao.field.queries import tracks_seen
from zhuixiao.kit.geo import Position

__all__ = ["add_shop", "phone", "phone_of", "shop", "sign_in"]
pytestmark = pytest.mark.django_db


def test_the_track_of_a_day_is_read_and_the_look_is_seen(
    world: World, phone: Phone, api_of: ApiOf
) -> None:
    phone.send([point(-60), point(-45), point(-44, north=900, is_mock=True), point(-43, north=400)])
    api = api_of(world.manager)
    found = api("GET", f"/tracks/{world.zheng.pk}/2026-03-02").json()
    assert [row["marks"] for row in found["fixes"]] == [0, 0, 2, 0]
    assert found["metres"] == 400
    assert (found["stops"][0]["arrived_at"], found["stops"][0]["customer_id"]) == (
        "2026-03-02T01:00:00Z", None,
    )  # fmt: skip
    assert [(row.name, row.what) for row in tracks_seen.looks(world.zheng)] == [
        ("周平", "2026-03-02")
    ]


def test_a_stop_names_the_visit_of_its_time(
    world: World, phone: Phone, sign_in: SignIn, api_of: ApiOf
) -> None:
    phone.send([point(-60), point(-45)])
    here = Position(LATITUDE, LONGITUDE)
    visit = sign_in(at(NOW - timedelta(minutes=50), place=here), reason="在工地见面")
    found = api_of(world.manager)("GET", f"/tracks/{world.zheng.pk}/2026-03-02").json()
    (stop,) = found["stops"]
    assert (stop["visit_id"], stop["customer_id"]) == (visit.pk, visit.customer_id)


def test_a_track_out_of_scope_does_not_exist(world: World, phone: Phone, api_of: ApiOf) -> None:
    path = f"/tracks/{world.zheng.pk}/2026-03-02"
    assert api_of(world.li)("GET", path).status_code == 404
    assert api_of(world.finance)("GET", path).status_code == 403
    assert api_of(world.zheng)("GET", path).status_code == 200
    assert api_of(world.zheng)("GET", f"/tracks/{world.zheng.pk}/x").status_code == 422
    assert api_of(world.zheng)("GET", f"/tracks/{world.zheng.pk}/9999-12-31").status_code == 404


def test_days_are_listed_within_the_scope(world: World, phone_of: PhoneOf, api_of: ApiOf) -> None:
    for person in (world.zheng, world.li):
        phone_of(person).send([point(-60), point(-59, north=400)])
    tracks_days.sum_up_stale()
    own = TrackDay.objects.get(employee=world.zheng)
    assert walk(api_of(world.manager), "/track-days?limit=1") == [own.pk]
    assert len(walk(api_of(world.boss), "/track-days?limit=1")) == 2
    (row,) = api_of(world.zheng)("GET", "/track-days?start=2026-03-02").json()["items"]
    assert (row["metres"], row["fixes"], row["day"]) == (own.metres, 2, "2026-03-02")
    assert api_of(world.zheng)("GET", "/track-days?end=2026-03-01").json()["items"] == []
