"""A pool of the whole company, and customers of 郑斌."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.catalog.seeds import options
from zhuixiao.customers.actions import creating, pools
from zhuixiao.customers.models import Cap, Customer, OwnerSpan, Pool, RecycleRule

MakePool = Callable[..., Pool]
MakeRule = Callable[..., RecycleRule]
MakeCap = Callable[..., Cap]
Add = Callable[..., Customer]
POOL = {
    "departments": [],
    "people": [],
    "admins": [],
    "shown": [],
    "masks_phones": True,
    "claims_per_day": None,
    "views_per_hour": None,
    "former_owner_days": 0,
    "fresh_days": 0,
    "cooldown_hours": 0,
}

CAP = {
    "name": "每人",
    "departments": [],
    "people": [],
    "together": False,
    "ignores_won": True,
    "ignored_stages": [],
}


@pytest.fixture
def make_pool(world: World) -> MakePool:
    def make(name: str = "总公海", **values: Any) -> Pool:
        wanted = {**POOL, "name": name, **values}
        return pools.save_pool(by=actor(world.boss), pool=None, values=wanted)

    return make


@pytest.fixture
def pool(make_pool: MakePool) -> Pool:
    return make_pool()


@pytest.fixture
def make_rule(world: World, pool: Pool) -> MakeRule:
    def make(*, at: datetime = NOW, **values: Any) -> RecycleRule:
        wanted = {
            "name": "30 天没有联系",
            "pool": pool,
            "importances": [],
            "stages": [],
            "match": RecycleRule.Match.ANY,
            "conditions": [{"kind": "contact", "days": 30}],
            "takes_won": False,
            "warn_days": 3,
            **values,
        }
        return pools.save_rule(by=actor(world.boss, at=at), rule=None, values=wanted)

    return make


@pytest.fixture
def make_cap(world: World) -> MakeCap:
    def make(most: int, **values: Any) -> Cap:
        wanted = {**CAP, "most": most, **values}
        return pools.save_cap(by=actor(world.boss), cap=None, values=wanted)

    return make


@pytest.fixture
def add(world: World) -> Add:
    if not Option.objects.exists():
        Option.objects.bulk_create(options.build())

    def add(name: str = "广州迪宏", owner: Employee | None = None, at: datetime = NOW) -> Customer:
        new = creating.NewCustomer({"name": name}, owner=owner or world.zheng)
        return creating.create(by=actor(owner or world.zheng, at=at), new=new)

    return add


def option(pick_list: PickList, key: str) -> Option:
    return Option.objects.of(pick_list).get(key=key)


def chain(customer: Customer) -> list[tuple[str, str]]:
    """Who had the customer, or which pool, and why, from the first on."""
    spans = OwnerSpan.objects.filter(customer=customer).select_related("owner", "pool")
    return [
        (str(span.owner or span.pool or ""), str(span.reason))
        for span in spans.order_by("since", "pk")
    ]


def assert_whole(customer: Customer) -> None:
    """The chain of owners covers time once, and its end is what stands on the customer."""
    spans = list(OwnerSpan.objects.filter(customer=customer).order_by("since", "pk"))
    for before, after in pairwise(spans):
        assert before.until == after.since
    assert spans[-1].until is None
    customer.refresh_from_db()
    last = spans[-1]
    assert (last.owner_id, last.pool_id) == (customer.owner_id, customer.pool_id)
