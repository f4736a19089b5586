"""A manager asks for a large export; the boss agrees with one tap on the phone; a flow is drawn."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.chromium import PHONE
from tests.world import World, actor
from zhuixiao.accounts.choices import Right
from zhuixiao.approvals.models import Flow, FlowVersion
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Collaborator, Customer

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def add(world: World, name: str) -> Customer:
    new = creating.NewCustomer({"name": name}, owner=world.zheng)
    return creating.create(by=actor(world.zheng, at=timezone.now()), new=new)


def test_an_export_waits_for_one_tap_of_the_boss_on_the_phone(world: World, desk: Desk) -> None:
    FlowVersion.objects.update(conditions={"at_least": {"rows": 2}})
    for number in range(3):
        add(world, f"客户{number}")
    page = desk(world.manager, "/customers/export/?view=all")
    page.get_by_role("button", name="导出").click()
    expect(page).to_have_url(re.compile(r"/approvals/\d+/"))
    expect(page.get_by_text("审批中")).to_be_visible()
    phone = desk(world.boss, "/approvals/", **PHONE)
    phone.get_by_role("button", name="同意").click()
    expect(phone.get_by_text("没有待审批的")).to_be_visible()
    page.goto("/notices/")
    expect(page.get_by_text("已通过：周平 申请导出 3 个客户")).to_be_visible()
    expect(page.get_by_text(re.compile("导出.*3"))).not_to_have_count(0)


def test_the_boss_draws_a_flow_of_two_steps(world: World, desk: Desk) -> None:
    page = desk(world.boss, "/settings/approvals/")
    page.get_by_role("link", name="新建流程").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("转移要审批")
    dialog.get_by_label("适用于").select_option(label="客户转移")
    expect(dialog.get_by_label("客户 达到")).to_be_visible()
    dialog.get_by_label("客户 达到").fill("5")
    dialog.get_by_role("button", name="增加一步").click()
    expect(dialog.get_by_text("第 2 步")).to_be_visible()
    expect(dialog.get_by_label("客户 达到")).to_have_value("5")
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator(".list-row", has_text="转移要审批")).to_contain_text("部门主管 → 部门主管")
    flow = Flow.objects.get(subject="customers.transfer")
    version = FlowVersion.objects.get(flow=flow)
    assert version.conditions["at_least"] == {"customers": 5}


def test_a_colleague_is_let_in_from_the_customer_s_page(world: World, desk: Desk) -> None:
    customer = add(world, "广州迪宏酒店")
    page = desk(world.zheng, f"/customers/{customer.pk}/")
    page.locator("#customer-facts").get_by_role("link", name="添加").last.click()
    dialog = page.get_by_role("dialog")
    dialog.locator(".ts-control").click()
    dialog.locator(".ts-dropdown .option", has_text="李慧").click()
    dialog.get_by_label("只读：能看该客户的全部内容").check()
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator("#customer-facts").get_by_text("李慧")).to_be_visible()
    assert Collaborator.objects.get().right == Right.READ
    other = desk(world.li, f"/customers/{customer.pk}/")
    expect(other.get_by_text("只读").first).to_be_visible()
    expect(other.get_by_role("link", name="编辑")).to_have_count(0)
