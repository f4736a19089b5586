"""A region that nobody named comes from the address, else from the phone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import ClientOf
from tests.customers.importing import files
from tests.world import World, actor
from zhuixiao.customers.actions import creating, editing
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.actions.places import Places
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer

pytestmark = pytest.mark.django_db
TIANHE, GUANGZHOU, SHENYANG = 440106, 440100, 210100


def create(world: World, **values: object) -> Customer:
    return creating.create(
        by=actor(world.boss), new=NewCustomer({"name": "A", **values}, world.boss)
    )


@pytest.mark.parametrize(
    ("address", "phone", "region"),
    [
        ("广州市天河区体育西路 1 号", "", TIANHE),
        ("天河区体育西路 1 号", "024-88157777", TIANHE),
        ("", "024-88157777", SHENYANG),
        ("体育西路 1 号", "020-88157777", GUANGZHOU),
        ("", "020-88157777 / 024-88157777", None),
        ("", "400-800-1234", None),
        ("体育西路 1 号", "", None),
        ("", "", None),
    ],
)
def test_the_address_says_it_else_the_phone_else_nobody(
    world: World, address: str, phone: str, region: int | None
) -> None:
    assert create(world, address=address, phone=phone).region_id == region


def test_two_places_of_one_name_stay_open_unless_the_phone_settles_it(world: World) -> None:
    assert create(world, address="朝阳区建国路 1 号").region_id is None
    assert create(world, address="朝阳区建国路 1 号", phone="0431-84401234").region_id == 220104


def test_a_region_that_was_chosen_stays(world: World) -> None:
    row = create(world, address="广州市天河区体育西路", region=SHENYANG)
    assert row.region_id == SHENYANG
    editing.edit(by=actor(world.boss), customer=row, values={"address": "广州市天河区"})
    row.refresh_from_db()
    assert row.region_id == SHENYANG


def test_an_edit_fills_it_and_leaves_its_history(world: World) -> None:
    row = create(world)
    editing.edit(by=actor(world.boss), customer=row, values={"address": "广州市天河区"})
    row.refresh_from_db()
    assert (row.region_id, row.version) == (TIANHE, 2)


def test_who_empties_it_on_purpose_keeps_it_empty(world: World) -> None:
    row = create(world, address="广州市天河区")
    by = actor(world.boss)
    editing.edit(by=by, customer=row, values={"region": None})
    editing.edit(by=by, customer=row, values={"note": "x"})
    row.refresh_from_db()
    assert row.region_id is None


def test_an_import_fills_it_for_new_and_for_known_customers(world: World) -> None:
    create(world)
    content = files.as_csv(
        [["客户名称", "地址", "电话"], ["A", "广州市天河区", ""], ["B", "", "024-88157777"]]
    )
    files.imported(world.boss, content, on_duplicate="fill")
    regions = dict(Customer.objects.values_list("name", "region_id"))
    assert regions == {"A": TIANHE, "B": SHENYANG}


def test_a_thousand_rows_ask_for_places_as_often_as_one(world: World) -> None:
    def queries(count: int) -> int:
        rows = [
            NewCustomer({"name": f"客户{count}-{n}", "phone": f"024-8815{n:04}"}, world.boss)
            for n in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            creating.create_many(by=actor(world.boss), rows=rows, reason=OwnerReason.IMPORTED)
        return sum("catalog_region" in row["sql"] and "FROM" in row["sql"] for row in asked)

    assert queries(1) == queries(300)


def test_a_range_of_numbers_is_looked_up_once(world: World) -> None:
    places = Places(actor(world.boss).today)
    assert {places.region_of(address="", phone=f"0248815{n:04}") for n in range(50)} == {SHENYANG}
    assert len(places._by_range) == 1


def test_the_form_suggests_while_typing_and_stops_when_one_is_chosen(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    asked = {"address": "广州市天河区体育西路", "phone": "", "region": ""}
    hint = client.get(reverse("customers:region-hint"), asked).content.decode()
    assert 'data-value="440106"' in hint
    chosen = client.get(reverse("customers:region-hint"), asked | {"region": "210100"})
    assert "data-choose" not in chosen.content.decode()


def test_the_search_of_the_select_box_finds_regions_of_today(
    world: World, client_of: ClientOf
) -> None:
    found = client_of(world.zheng).get(reverse("catalog:region-find"), {"q": "天河"}).json()
    assert {"value": TIANHE, "text": "广东省 广州市 天河区"} in found
