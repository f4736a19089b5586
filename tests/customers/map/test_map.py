"""Customers on the map: the same filter and the same scope as the table."""

import json

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import creating
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import places

pytestmark = pytest.mark.django_db
CHINA = "73,18,135,54"


def pin(world: World, owner: Employee, name: str, at: tuple[float, float], region: int) -> Customer:
    row = creating.create(
        by=actor(world.boss), new=NewCustomer({"name": name, "region": region}, owner)
    )
    row.latitude, row.longitude = at
    row.save(update_fields=["latitude", "longitude"])
    return row


@pytest.fixture
def pinned(world: World) -> list[Customer]:
    """One in Guangzhou of 郑斌, one in Guangzhou and one in Shenyang of 李慧."""
    return [
        pin(world, world.zheng, "广州甲", (23.12, 113.32), 440106),
        pin(world, world.li, "广州乙", (23.13, 113.33), 440104),
        pin(world, world.li, "沈阳丙", (41.8, 123.4), 210102),
    ]


def names(client_of: ClientOf, person: Employee, **asked: str) -> set[str]:
    answer = client_of(person).get(reverse("customers:map-points"), {"bbox": CHINA, **asked})
    return {row[3] for row in answer.json()["points"]}


def test_points_are_those_that_the_table_shows(
    world: World, client_of: ClientOf, pinned: list[Customer]
) -> None:
    assert names(client_of, world.boss) == {"广州甲", "广州乙", "沈阳丙"}
    assert names(client_of, world.zheng) == {"广州甲"}
    assert names(client_of, world.boss, region="440000") == {"广州甲", "广州乙"}
    assert names(client_of, world.boss, q="沈阳") == {"沈阳丙"}
    tree = json.dumps({"field": "owner", "is": "in", "value": [world.li.pk]})
    assert names(client_of, world.boss, f=tree) == {"广州乙", "沈阳丙"}
    assert names(client_of, world.boss, bbox="113,23,114,24") == {"广州甲", "广州乙"}


def test_of_too_many_the_newest_are_shown_and_it_says_so(
    world: World,
    client_of: ClientOf,
    pinned: list[Customer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "MOST_POINTS", 2)
    body = client_of(world.boss).get(reverse("customers:map-points"), {"bbox": CHINA}).json()
    assert [row[3] for row in body["points"]] == ["沈阳丙", "广州乙"]
    assert body["has_more"]


@pytest.mark.parametrize(
    "bbox", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "0,inf,1,1", "9,0,1,1", "0,9,1,1", "1,2,3,4,5"]
)
def test_a_box_that_is_none_is_refused(world: World, client_of: ClientOf, bbox: str) -> None:
    answer = client_of(world.boss).get(reverse("customers:map-points"), {"bbox": bbox})
    assert answer.status_code == 422


def test_a_map_around_the_world_is_cut_off(
    world: World, client_of: ClientOf, pinned: list[Customer]
) -> None:
    assert len(names(client_of, world.boss, bbox="-400,-100,400,100")) == 3


def test_provinces_count_the_filter_and_lead_to_the_table(
    world: World, client_of: ClientOf, pinned: list[Customer]
) -> None:
    page = client_of(world.boss).get(reverse("customers:map-provinces")).content.decode()
    assert page.index("广东省") < page.index("辽宁省")
    assert 'data-adcode="440000" data-step="5"' in page
    assert "region=440000" in page
    of_li = client_of(world.li).get(reverse("customers:map-provinces"), {"region": "210000"})
    assert "广东省" not in of_li.content.decode()


def test_a_customer_without_a_region_is_counted_as_such(world: World) -> None:
    creating.create(by=actor(world.boss), new=NewCustomer({"name": "A"}, world.boss))
    [row] = places.by_province(world.boss, Q())
    assert (row.adcode, row.count, row.step) == (0, 1, 0)


def test_the_page_opens_with_a_filter_and_offers_the_table(
    world: World, client_of: ClientOf, pinned: list[Customer]
) -> None:
    page = client_of(world.boss).get(reverse("customers:map"), {"region": "440000"})
    text = page.content.decode()
    assert "vendor/leaflet.css" in text
    assert "region=440000" in text
    assert "广东省" in text
    assert (
        reverse("customers:map")
        in client_of(world.boss).get(reverse("customers:table")).content.decode()
    )


def test_a_small_rectangle_is_read_by_its_index(world: World, pinned: list[Customer]) -> None:
    rows = Customer.objects.visible_to(world.boss).filter(
        latitude__range=(23, 23.1), longitude__range=(113, 113.1)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "customer_place" in rows.explain()
