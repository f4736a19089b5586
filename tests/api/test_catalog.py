"""Pick lists, channels and products over the API."""

import pytest

from tests.api.conftest import ApiOf, walk
from tests.world import World
from zhuixiao.catalog.models import Option

pytestmark = pytest.mark.django_db


def test_an_option_is_added_changed_merged_and_brought_back(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = api("POST", "/options", {"pick_list": "tag", "name": "展会"})
    assert made.status_code == 201, made.content
    path = f"/options/{made.json()['id']}"
    changed = api("PUT", path, {"name": "展会客户", "colour": "teal"}).json()
    assert (changed["name"], changed["colour"]) == ("展会客户", "teal")
    other = api("POST", "/options", {"pick_list": "tag", "name": "老客户"}).json()["id"]
    assert api("POST", f"{path}/merging", {"into_id": other}).json() == {"records": 0}
    assert Option.objects.get(pk=made.json()["id"]).merged_into_id == other
    assert api("POST", f"{path}/comeback").json()["is_retired"] is False
    assert api("DELETE", path).status_code == 204
    assert Option.objects.get(pk=made.json()["id"]).retired_at is not None


def test_options_take_the_order_that_is_asked_for(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = [api("POST", "/options", {"pick_list": "tag", "name": n}).json()["id"] for n in "甲乙丙"]
    order = {"pick_list": "tag", "option_ids": made[::-1]}
    shown = [row["id"] for row in api("PUT", "/options/order", order).json()]
    assert shown[:3] == made[::-1]


def test_a_channel_never_hangs_below_itself(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    top = api("POST", "/channels", {"name": "行业展会"}).json()["id"]
    below = api("POST", "/channels", {"name": "广交会", "parent_id": top}).json()["id"]
    refused = api("PUT", f"/channels/{top}", {"name": "行业展会", "parent_id": below})
    assert refused.status_code == 400, refused.content
    assert api("DELETE", f"/channels/{below}").status_code == 204
    assert api("POST", f"/channels/{below}/comeback").json()["parent_id"] == top


def test_the_second_of_two_changes_of_a_product_is_told(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = api("POST", "/products", {"name": "温控器", "sku": "T8", "list_price": 9900}).json()
    path, body = f"/products/{made['id']}", {"name": "温控器", "sku": "T8"}
    assert api("PUT", path, body | {"list_price": 1, "version": 1}).json()["version"] == 2
    late = api("PUT", path, body | {"list_price": 2, "version": 1})
    assert late.status_code == 409
    assert late.json()["fields"]["list_price"]["theirs"] in {1, "1", "0.01"}


def test_who_may_not_see_costs_gets_none(world: World, api_of: ApiOf) -> None:
    body = {"name": "温控器", "sku": "T9", "standard_cost": 5000}
    api_of(world.boss)("POST", "/products", body)
    assert api_of(world.boss)("GET", "/products").json()["items"][0]["standard_cost"] == 5000
    assert api_of(world.zheng)("GET", "/products").json()["items"][0]["standard_cost"] is None


def test_products_come_in_pages_by_name(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    names = ("T3", "T1", "T1", "T2")
    made = [api("POST", "/products", {"name": n, "sku": f"{at}"}) for at, n in enumerate(names)]
    ids = [row.json()["id"] for row in made]
    assert walk(api, "/products?limit=1") == [ids[1], ids[2], ids[3], ids[0]]
    assert walk(api, "/products?q=T2") == [ids[3]]
    api("DELETE", f"/products/{ids[3]}")
    assert walk(api, "/products?retired=true") == [ids[3]]


def test_a_category_is_added_moved_and_removed_when_empty(world: World, api_of: ApiOf) -> None:
    api, path = api_of(world.boss), "/product-categories"
    top = api("POST", path, {"name": "温控"}).json()["id"]
    below = api("POST", path, {"name": "面板", "parent_id": top}).json()["id"]
    assert api("DELETE", f"{path}/{top}").status_code == 400
    circle = api("PUT", f"{path}/{top}", {"name": "温控", "parent_id": below})
    assert (circle.status_code, circle.json()["field"]) == (400, "parent")
    assert api("PUT", f"{path}/{below}", {"name": "面板"}).json()["parent_id"] is None
    assert api("DELETE", f"{path}/{top}").status_code == 204
    assert [row["id"] for row in api("GET", path).json()] == [below]


def test_a_region_is_added_and_renamed_with_those_below(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    above = api("GET", "/regions?q=广东").json()[0]
    made = api("POST", "/regions", {"adcode": 440199, "name": "新区"}).json()
    assert made["full_name"].endswith(" 新区")
    assert api("POST", "/regions", {"adcode": 440199, "name": "新区"}).json()["field"] == "adcode"
    body = {name: above[name] for name in ("longitude", "latitude", "valid_from", "valid_to")}
    api("PUT", f"/regions/{above['adcode']}", body | {"name": "南粤"})
    below = api("GET", f"/regions?parent={above['adcode']}").json()
    assert {row["full_name"].split()[0] for row in below} == {"南粤"}
    far = api("POST", "/regions", {"adcode": 440198, "name": "远区", "longitude": 181})
    assert far.status_code == 422


def test_a_salesperson_changes_no_list(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    for path in ("/options", "/channels", "/products", "/product-categories", "/regions"):
        body = {"name": "x", "sku": "x", "pick_list": "tag", "adcode": 440199}
        assert api("POST", path, body).status_code == 403, path
