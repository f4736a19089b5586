"""Pick lists, channels and products over the API."""

import pytest

from tests.api.conftest import ApiOf
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
    assert api_of(world.boss)("GET", "/products").json()[0]["standard_cost"] == 5000
    assert api_of(world.zheng)("GET", "/products").json()[0]["standard_cost"] is None


def test_a_salesperson_changes_no_list(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    for path in ("/options", "/channels", "/products"):
        body = {"name": "x", "sku": "x", "pick_list": "tag"}
        assert api("POST", path, body).status_code == 403, path
