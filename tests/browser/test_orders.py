"""An order is written by keyboard and signed; the boss agrees to a discount on the phone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.chromium import PHONE
from tests.world import World, actor
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.sales import totals
from zhuixiao.sales.actions import ordering
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Order

from .conftest import Desk, choose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def product(world: World, name: str, sku: str, price: int, cost: int) -> Product:
    values = ProductValues(name=name, sku=sku, unit="个", list_price=price, standard_cost=cost)
    return products.add(by=actor(world.boss), values=values)


def customer(world: World) -> Customer:
    new = creating.NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng, at=timezone.now()), new=new)


def test_an_order_of_two_lines_is_written_by_keyboard(world: World, desk: Desk) -> None:
    product(world, "温控器", "TC-100", 12_000, 8_000)
    product(world, "电动阀", "DV-20", 20_000, 15_000)
    held = customer(world)
    page = desk(world.boss, f"/orders/new/?customer={held.pk}")
    page.locator(".line-row .ts-control").first.click()
    choose(page, "温控器")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(page.locator("[data-line-rows] .line-row")).to_have_count(2)
    expect(page.locator(".line-row .ts-wrapper.focus")).to_be_visible()
    choose(page, "电动阀")
    page.keyboard.type("2")
    expect(page.locator('[data-sum="amount"]')).to_have_text("1,600.00")
    expect(page.locator('[data-sum="margin"]')).to_have_text("500.00 · 31.3%")
    page.get_by_role("button", name="存为草稿").click()
    expect(page).to_have_url(re.compile(r"/orders/\d+/$"))
    order = Order.objects.get()
    assert (order.amount, order.cost) == (160_000, 110_000)
    page.get_by_role("button", name="签订").click()
    expect(page.locator(".order-step.is-now")).to_have_text("已签订")
    expect(page.locator(".stat", has_text="毛利")).to_contain_text("500.00")


def test_the_boss_agrees_to_a_discount_on_the_phone(world: World, desk: Desk) -> None:
    thing = product(world, "温控器", "TC-100", 12_000, 8_000)
    line = NewLine(10_000, 1_200_000, thing.pk, discount_bp=2_500)
    by = actor(world.zheng, at=timezone.now())
    order = ordering.draft(by=by, new=NewOrder(customer(world).pk, [line], by.today))
    page = desk(world.zheng, f"/orders/{order.pk}/")
    page.get_by_role("button", name="签订").click()
    expect(page.get_by_text("这张订单正在审批，通过后才生效。")).to_be_visible()
    phone = desk(world.boss, "/approvals/", **PHONE)
    phone.get_by_text(order.number).click()
    expect(phone.get_by_text("25.0%")).to_be_visible()
    phone.get_by_role("button", name="同意").click()
    expect(phone.get_by_text("已通过").first).to_be_visible()
    page.reload()
    expect(page.locator(".order-step.is-now")).to_have_text("已签订")


def test_the_browser_counts_as_the_server_does(world: World, desk: Desk) -> None:
    page = desk(world.boss, "/orders/")
    cases = [
        ([(10_000, 1_200_000, 2_500, 1_300), (1, 1, 0, 600)], 100, 1_000_000),
        ([(3_333, 333_333, 333, 1_300)] * 3, 7, 7_123_456),
        ([(1, 49, 0, 0), (1_500, 512, 1, 1), (999_999, 99_999_999, 9_999, 900)], 0, 999_999),
        ([(1_000, 0, 0, 1_300), (2_000, 0, 0, 1_300)], 0, 1),
    ]
    for lines, discount, rate in cases:
        parts = [totals.Part(*line) for line in lines]
        mine = [
            [row.amount, row.tax, row.base]
            for row in totals.sums(parts, discount=discount, rate_e6=rate)
        ]
        theirs = page.evaluate(
            """async ([lines, discount, rate]) => {
                const { sums } = await import("/static/app/sums.js");
                const named = lines.map(([quantity, price, discount, tax]) => ({
                    quantity: BigInt(quantity), price: BigInt(price),
                    discount: BigInt(discount), tax: BigInt(tax),
                }));
                const found = sums(named, { discount: BigInt(discount), rate: BigInt(rate) });
                return found.map((one) => [one.amount, one.tax, one.base].map(Number));
            }""",
            [lines, discount, rate],
        )
        assert theirs == mine
