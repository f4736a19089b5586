"""Pools over the API: the same limits and masks as on the page."""

import pytest

from tests.world import World, actor
from zhuixiao.customers.actions import claiming, creating, pools
from zhuixiao.customers.models import Customer, Pool

from .conftest import ApiOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(world: World) -> Customer:
    """A customer that 郑斌 gave up."""
    values = {"name": "总公海", "shown": ["phone"], "masks_phones": True}
    pool = pools.save_pool(by=actor(world.boss), pool=None, values=values)
    new = creating.NewCustomer({"name": "广州迪宏", "phone": "13912345678"}, owner=world.zheng)
    customer = creating.create(by=actor(world.zheng), new=new)
    claiming.release(by=actor(world.zheng), customer_ids=[customer.pk], pool=pool, note="太远")
    return customer


def test_a_program_sees_claims_and_gives_up(world: World, api_of: ApiOf, waiting: Customer) -> None:
    api = api_of(world.chen)
    pool = Pool.objects.get()
    assert api("GET", "/pools").json() == [{"id": pool.pk, "name": "总公海", "waiting": 1}]
    (item,) = api("GET", f"/pools/{pool.pk}/customers").json()["items"]
    assert item["shown"] == {"phone": "139****5678"}
    answer = api("POST", "/pools/claims", {"customer_ids": [waiting.pk]}).json()
    assert answer == {"moved": [waiting.pk], "refused": []}
    answer = api("POST", "/pools/claims", {"customer_ids": [waiting.pk]}).json()
    assert answer["moved"] == []
    assert answer["refused"][0]["reason"] == "已被别人领走。"
    body = {"customer_ids": [waiting.pk], "note": "停业"}
    assert api("POST", "/pools/releases", body).json()["moved"] == [waiting.pk]


def test_giving_up_without_a_reason_is_refused_at_the_field(
    world: World, api_of: ApiOf, waiting: Customer
) -> None:
    body = {"customer_ids": [waiting.pk], "note": " "}
    answer = api_of(world.zheng)("POST", "/pools/releases", body)
    assert answer.status_code == 400
    assert answer.json()["field"] == "note"


def test_the_timeline_says_how_it_changed_hands(
    world: World, api_of: ApiOf, waiting: Customer
) -> None:
    api_of(world.chen)("POST", "/pools/claims", {"customer_ids": [waiting.pk]})
    items = api_of(world.chen)("GET", f"/customers/{waiting.pk}/timeline").json()["items"]
    assert [item["text"] for item in items if item["kind"] == "owner_span"] == [
        "领取",
        "放入公海",
    ]
