"""Claiming from the pool, previewing and undoing a night's recycling, handing over a leaver's."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.chromium import PHONE
from tests.world import World, actor
from zhuixiao.activities.actions import tasks
from zhuixiao.activities.actions.task_values import NewTask
from zhuixiao.activities.models import Task
from zhuixiao.customers.actions import claiming, creating, pools, recycling
from zhuixiao.customers.models import Customer, Pool, RecycleRule

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pool(world: World) -> Pool:
    return pools.save_pool(by=actor(world.boss), pool=None, values={"name": "总公海"})


def add(world: World, name: str, *, days_ago: int = 0) -> Customer:
    at = timezone.now() - timedelta(days=days_ago)
    new = creating.NewCustomer({"name": name, "phone": "13912345678"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng, at=at), new=new)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_a_salesperson_claims_from_the_pool(
    world: World, desk: Desk, pool: Pool, options: dict[str, object]
) -> None:
    customer = add(world, "广州迪宏酒店")
    by = actor(world.zheng, at=timezone.now())
    claiming.release(by=by, customer_ids=[customer.pk], pool=pool, note="太远，跟不过来")
    page = desk(world.chen, "/customers/pools/", **options)
    expect(page.get_by_text("太远，跟不过来")).to_be_visible()
    page.get_by_role("button", name="领取", exact=True).click()
    expect(page).to_have_url(re.compile(rf"/customers/{customer.pk}/"))
    expect(page.locator("#customer-facts").get_by_text("13912345678")).to_be_visible()
    customer.refresh_from_db()
    assert customer.owner == world.chen


def test_the_boss_sees_what_a_rule_would_do_and_takes_a_night_back(
    world: World, desk: Desk, pool: Pool
) -> None:
    for number in range(3):
        add(world, f"客户{number}", days_ago=60)
    page = desk(world.boss, "/customers/pools/settings/")
    page.get_by_role("link", name="新建规则").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("30 天没有联系")
    dialog.get_by_label("进入公海").select_option(label="总公海")
    dialog.get_by_label("未联系天数").fill("30")
    dialog.get_by_role("button", name="保存").click()
    row = page.locator(".list-row", has_text="30 天没有联系")
    expect(row).to_contain_text("明天生效")
    expect(row).to_contain_text("3 到期")
    RecycleRule.objects.update(valid_from=timezone.now().date() - timedelta(days=1))
    run = recycling.start(at=timezone.now())
    recycling.advance(run=run)
    page.reload()
    page.get_by_role("button", name="撤销").click()
    page.locator("#confirm button[value=yes]").click()
    expect(page.get_by_text("已把 3 个客户还给原负责人。")).to_be_visible()
    assert Customer.objects.filter(owner=world.zheng).count() == 3


def test_one_screen_hands_over_what_a_leaver_holds(world: World, desk: Desk) -> None:
    for number in range(4):
        add(world, f"客户{number}")
    by = actor(world.zheng, at=timezone.now())
    tasks.add(by=by, new=NewTask("交周报", by.today))
    page = desk(world.boss, f"/settings/employees/{world.zheng.pk}/hand-over/")
    for name in ("陈敏", "苏细莲"):
        page.get_by_role("checkbox", name=name).check()
    page.locator("main input[role=combobox]").click()
    page.keyboard.type("陈敏")
    page.locator(".ts-dropdown [role=option]", has_text="陈敏 · 华南分公司").click()
    page.locator("main form .btn-primary").click()
    expect(page.get_by_text("正在交接 郑斌 名下的全部内容")).to_be_visible()
    owners = Customer.objects.order_by("pk").values_list("owner__name", flat=True)
    expect(page.get_by_text("已离职").first).to_be_visible()
    assert Task.objects.get().employee == world.chen
    assert sorted(owners) == ["苏细莲", "苏细莲", "陈敏", "陈敏"]
