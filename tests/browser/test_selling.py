"""From a quote to the invoice, each step by whom it belongs to."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.world import World, actor
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.customers.actions import creating
from zhuixiao.sales.choices import OrderState
from zhuixiao.sales.models import Invoice, Order, Quote, Shipment

from .conftest import Desk, choose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_quote_becomes_an_order_that_is_shipped_paid_and_invoiced(
    world: World, desk: Desk
) -> None:
    thing = ProductValues(
        name="温控器", sku="TC-100", unit="个", list_price=12_000, standard_cost=8_000
    )
    products.add(by=actor(world.boss), values=thing)
    new = creating.NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)
    held = creating.create(by=actor(world.zheng, at=timezone.now()), new=new)

    seller = desk(world.zheng, f"/quotes/new/?customer={held.pk}")
    quote(seller)
    sign(seller)
    ship(seller)
    finance = desk(world.finance, seller.url)
    pay(finance)
    invoice(finance)

    seller.reload()
    seller.locator(".notice").get_by_role("button", name="标记为完成").click()
    expect(seller.locator(".order-step.is-now")).to_have_text("已完成")
    order = Order.objects.get()
    assert (order.state, order.amount, order.paid) == (OrderState.COMPLETE, 120_000, 120_000)
    assert (order.invoiced, order.quote) == (120_000, Quote.objects.get())
    assert Shipment.objects.get().signed_by == "老王"
    assert Invoice.objects.get().number == "25442000000012345678"


def quote(page: Page) -> None:
    """Ten thermostats are offered, the customer agrees."""
    page.locator(".line-row .ts-control").first.click()
    choose(page, "温控器")
    page.keyboard.type("10")
    page.get_by_role("button", name="存为草稿").click()
    expect(page).to_have_url(re.compile(r"/quotes/\d+/$"))
    page.locator(".page-actions summary").click()
    page.get_by_role("button", name="标为已发送").click()
    page.get_by_role("button", name="已接受").click()
    page.get_by_role("button", name="转成订单").click()
    expect(page).to_have_url(re.compile(r"/orders/\d+/"))


def sign(page: Page) -> None:
    page.goto(re.sub(r"edit/$", "", page.url))
    page.get_by_role("button", name="签订").click()
    expect(page.locator(".order-step.is-now")).to_have_text("已签订")


def ship(page: Page) -> None:
    """All of it goes out, and somebody signs for it."""
    page.get_by_role("link", name="发货").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("运单号").fill("SF1234567890")
    dialog.get_by_role("button", name="发货").click()
    page.get_by_role("link", name="登记签收").click()
    dialog.get_by_label("签收人").fill("老王")
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已全部发货")).to_be_visible()


def pay(page: Page) -> None:
    page.locator("#order-money").get_by_role("link", name="回款", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_text("已付清")).to_be_visible()


def invoice(page: Page) -> None:
    """The customer has no title data yet; they are written on the way."""
    money = page.locator("#order-money")
    money.get_by_role("link", name="发票", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name="新增开票资料").click()
    dialog.get_by_label("税号").fill("91350100M000100Y43")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    money.get_by_role("link", name="发票", exact=True).click()
    dialog.get_by_role("button", name="提交申请").click()
    money.get_by_role("link", name=re.compile("发票 #")).click()
    dialog.get_by_role("link", name="开具").click()
    dialog.get_by_label("发票号码").fill("25442000000012345678")
    dialog.get_by_role("button", name="保存").click()
    expect(money.locator(".badge", has_text="已开票")).to_be_visible()
