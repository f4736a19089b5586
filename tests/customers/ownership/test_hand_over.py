"""Somebody leaves: everything goes to others at once, the past stays where it happened."""

from collections import Counter
from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.actions import groups, leaving
from zhuixiao.accounts.actions.leaving import Share
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import planning, recording, tasks
from zhuixiao.activities.actions.task_values import NewTask
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import FollowUp, Task
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Region
from zhuixiao.customers.actions import handing_over, trash
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks
from zhuixiao.ledger.models import Entry
from zhuixiao.notices.models import Notice

from .conftest import Add, MakeCap, assert_whole, option

pytestmark = pytest.mark.django_db


def holders() -> Counter[str]:
    return Counter(Customer.objects.values_list("owner__name", flat=True))


def test_customers_are_shared_evenly_with_plans_and_tasks(world: World, add: Add) -> None:
    rows = [add(f"客户{number}") for number in range(5)]
    by = actor(world.zheng)
    planning.plan(by=by, customer_id=rows[0].pk, on=by.today)
    tasks.add(by=by, new=NewTask("发报价", by.today, customer_id=rows[0].pk))
    tasks.add(by=by, new=NewTask("交周报", by.today))
    groups.save(by=actor(world.boss), group=None, name="值班", members=[world.zheng])
    plan = {
        "customers": Share([world.chen.pk, world.su.pk]),
        "tasks": Share([world.su.pk]),
        "groups": Share([world.su.pk]),
    }
    gone = leaving.hand_over(by=actor(world.boss), leaver=world.zheng, plan=plan)
    assert holders() == {"陈敏": 3, "苏细莲": 2}
    assert gone == {"customers": 5, "tasks": 1, "groups": 1}
    assert FollowUp.objects.get().employee == world.chen
    assert set(Task.objects.values_list("title", "employee__name")) == {
        ("发报价", "陈敏"),
        ("交周报", "苏细莲"),
    }
    for row in rows:
        assert_whole(row)
    assert checks.verify() == []


def test_cities_stay_together(world: World, add: Add) -> None:
    cities = list(Region.objects.exclude(longitude=None).order_by("pk")[:40])
    by_city = {region.pk // 100: region for region in cities}
    first, second = list(by_city.values())[:2]
    for number, region in enumerate([first, first, first, second, second]):
        row = add(f"客户{number}")
        Customer.objects.filter(pk=row.pk).unlogged_update(region=region)
    plan = {"customers": Share([world.chen.pk, world.su.pk], handing_over.BY_REGION)}
    leaving.hand_over(by=actor(world.boss), leaver=world.zheng, plan=plan)
    assert set(Customer.objects.values_list("region", "owner__name")) == {
        (first.pk, "陈敏"),
        (second.pk, "苏细莲"),
    }


def test_what_lies_in_the_trash_goes_along_and_takes_no_room(
    world: World, add: Add, make_cap: MakeCap
) -> None:
    rows = [add(f"客户{number}") for number in range(3)]
    trash.delete(by=actor(world.boss), customer_ids=[rows[0].pk])
    make_cap(1)
    plan = {"customers": Share([world.chen.pk, world.su.pk])}
    leaving.hand_over(by=actor(world.boss), leaver=world.zheng, plan=plan)
    assert holders() == {"陈敏": 2, "苏细莲": 1}
    told = Notice.objects.get(kind="customers.received", employee=world.chen)
    assert told.params["name"] == "客户1"
    trash.restore(by=actor(world.boss), customer_ids=[rows[0].pk])
    assert_whole(rows[0])
    assert checks.verify() == []


def test_past_figures_stay_with_the_leaver(world: World, add: Add) -> None:
    customer = add()
    call = option(PickList.ACTIVITY_TYPE, "phone_visit").pk
    new = NewActivity(customer_id=customer.pk, subject="回访", type_id=call)
    recording.log(by=actor(world.zheng), new=new)
    past = set(Entry.objects.values_list("metric", "employee_id", "quantity"))
    plan = {"customers": Share([world.chen.pk])}
    leaving.hand_over(by=actor(world.boss), leaver=world.zheng, plan=plan)
    assert past <= set(Entry.objects.values_list("metric", "employee_id", "quantity"))


def test_one_full_receiver_leaves_everything_where_it_was(
    world: World, add: Add, make_cap: MakeCap
) -> None:
    for number in range(3):
        add(f"客户{number}")
    make_cap(1, people=[world.su])
    plan = {"customers": Share([world.chen.pk, world.su.pk, world.su.pk])}
    with pytest.raises(RuleError):
        leaving.hand_over(by=actor(world.boss), leaver=world.zheng, plan=plan)
    assert holders() == {"郑斌": 3}


def test_two_of_a_department_that_counts_together_cannot_share_more_than_it_holds(
    world: World, add: Add, make_cap: MakeCap
) -> None:
    for number in range(4):
        add(f"客户{number}", owner=world.li)
    make_cap(3, departments=[world.south], together=True)
    plan = {"customers": Share([world.chen.pk, world.su.pk])}
    with pytest.raises(RuleError, match="华南分公司"):
        leaving.hand_over(by=actor(world.boss), leaver=world.li, plan=plan)
    assert holders() == {"李慧": 4}


def test_nobody_hands_over_to_who_left_or_to_the_leaver(world: World, add: Add) -> None:
    add()
    for receiver in (world.zheng, world.chen):
        Employee.objects.filter(pk=world.chen.pk).update(is_active=False)
        plan = {"customers": Share([receiver.pk])}
        with pytest.raises(RuleError):
            leaving.hand_over(by=actor(world.boss), leaver=world.zheng, plan=plan)


def test_the_screen_lists_shares_and_ends_the_access_at_once(
    world: World,
    client_of: ClientOf,
    add: Add,
    django_capture_on_commit_callbacks: Any,
) -> None:
    add()
    own = client_of(world.zheng)
    assert own.get("/").status_code == 200
    address = reverse("accounts:employee-hand-over", args=[world.zheng.pk])
    boss = client_of(world.boss)
    assert 'name="customers"' in boss.get(address).content.decode()
    missing = boss.post(address, {})
    assert missing.status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        boss.post(address, {"customers": [world.chen.pk], "deactivate": "1"})
    assert holders() == {"陈敏": 1}
    assert own.get("/").status_code in {302, 401}
    assert not Employee.objects.get(pk=world.zheng.pk).is_active


def test_a_department_gets_its_new_head_though_the_access_of_the_old_one_ends_first(
    world: World, client_of: ClientOf, django_capture_on_commit_callbacks: Any
) -> None:
    address = reverse("accounts:employee-hand-over", args=[world.manager.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client_of(world.boss).post(address, {"departments": [world.chen.pk], "deactivate": "1"})
    world.south.refresh_from_db()
    assert world.south.head == world.chen
    assert not Employee.objects.get(pk=world.manager.pk).is_active


def test_only_who_manages_people_hands_over(world: World, client_of: ClientOf) -> None:
    address = reverse("accounts:employee-hand-over", args=[world.zheng.pk])
    assert client_of(world.manager).get(address).status_code == 403
