"""An order is planned in one click, paid in part, and invoiced."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.world import World, actor
from zhuixiao.customers.actions import creating
from zhuixiao.sales.actions import ordering
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Invoice, Order

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def order(world: World) -> Order:
    """温控器 for 1,200.00, signed today."""
    by = actor(world.zheng, at=timezone.now())
    new = creating.NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)
    customer = creating.create(by=by, new=new)
    line = NewLine(quantity=10_000, price=1_200_000, name="温控器", tax_bp=1_300)
    return ordering.place(by=by, new=NewOrder(customer.pk, [line], by.today))


def test_plan_payment_and_invoice(world: World, desk: Desk, order: Order) -> None:
    page = desk(world.finance, f"/orders/{order.pk}/plan/equal/")
    page.get_by_role("button", name="生成计划").click()
    expect(page).to_have_url(re.compile("/payments/due/"))
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    rows.first.get_by_role("link", name="回款").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("金额").fill("500")
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_text("回款已登记。")).to_be_visible()
    # The first instalment of 400.00 is paid, of the second 300.00 are left.
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("300.00")
    order.refresh_from_db()
    assert order.paid == 50_000
    page.goto("/invoices/")
    page.get_by_role("link", name="申请开票").first.click()
    dialog.get_by_role("link", name=order.number).click()
    dialog.get_by_role("link", name="新增开票资料").click()
    dialog.get_by_label("税号").fill("91350100M000100Y43")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="申请开票").first.click()
    dialog.get_by_role("link", name=order.number).click()
    dialog.get_by_role("button", name="提交申请").click()
    page.locator("tbody").get_by_role("link", name=re.compile("#")).click()
    dialog.get_by_role("link", name="开具").click()
    dialog.get_by_label("发票号码").fill("25442000000012345678")
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator("tbody")).to_contain_text("已开票")
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.amount) == ("25442000000012345678", 120_000)
