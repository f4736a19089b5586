"""What the phone keeps: only the person's own, only what the role allows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import ClientOf
from tests.field.phone.conftest import SESSION, STATE
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import events, planning, tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer

pytestmark = pytest.mark.django_db


def kept(client_of: ClientOf, person: Employee) -> dict[str, Any]:
    answer = client_of(person).get(STATE)
    assert answer.status_code == 200
    held: dict[str, Any] = answer.json()
    return held


def test_it_says_whose_it_is_and_which_day(world: World, client_of: ClientOf) -> None:
    held = kept(client_of, world.zheng)
    assert held["person"] == {"id": world.zheng.pk, "name": "郑斌", "department": "华南分公司"}
    assert (held["company"], held["zone"]) == ("晨光温控", "Asia/Shanghai")
    assert held["today"] == world.company.today(timezone.now()).isoformat()
    assert held["csrf"]


def test_single_pieces_are_told_alone_and_unknown_ones_not_at_all(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    some = client.get(STATE, {"pieces": "attendance,today,nothing"}).json()
    assert set(some["pieces"]) == {"attendance", "today"}
    assert some["person"]["id"] == world.zheng.pk
    assert client.get(STATE, {"pieces": ""}).json()["pieces"] == {}


def test_whose_session_it_is_costs_one_glance(world: World, client_of: ClientOf) -> None:
    told = client_of(world.zheng).get(SESSION).json()
    assert told["person"] == world.zheng.pk
    assert told["csrf"]


def test_the_day_has_tasks_plans_and_events(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    now = timezone.now()
    by, day = actor(world.zheng, at=now), world.company.today(now)
    tasks.add(by=by, new=NewTask(title="寄样品", due_on=day, customer_id=customer.pk))
    planning.plan(by=by, customer_id=customer.pk, on=day, note="报价")
    meeting = events.NewEvent(title="展会", starts_at=now, ends_at=now + timedelta(hours=1))
    events.add(by=by, new=meeting)
    today = kept(client_of, world.zheng)["pieces"]["today"]
    assert [(row["title"], row["customer"]) for row in today["tasks"]] == [("寄样品", "广州迪宏")]
    assert [row["note"] for row in today["plans"]] == ["报价"]
    assert [row["title"] for row in today["events"]] == ["展会"]
    assert [row["label"] for row in today["figures"]] == [
        "我的销售业绩",
        "今日回款",
        "今日合同订单",
        "今日费用",
    ]
    assert today["figures"][1]["value"] == "0.00"


def test_customers_are_the_own_ones_without_their_numbers(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    new = creating.NewCustomer({"name": "别人的", "phone": "13912345678"}, owner=world.li)
    creating.create(by=actor(world.li), new=new)
    new = creating.NewCustomer({"name": "自己的", "phone": "13787654321"}, owner=world.zheng)
    creating.create(by=actor(world.zheng), new=new)
    answer = client_of(world.zheng).get(STATE)
    rows = answer.json()["pieces"]["customers"]["rows"]
    assert {row[1] for row in rows} == {"广州迪宏", "自己的"}
    assert b"13787654321" not in answer.content


def test_without_a_session_there_is_none(world: World) -> None:
    answer = Client().get(STATE, headers={"Sec-Fetch-Mode": "same-origin"})
    assert answer.status_code == 401
