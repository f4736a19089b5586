"""The map with keyboard and finger; the region that the form suggests."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.chromium import PHONE
from tests.world import World, actor
from zhuixiao.customers.actions import creating
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.models import Customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pinned(world: World) -> Customer:
    """One customer in Shenyang."""
    row = creating.create(
        by=actor(world.boss), new=NewCustomer({"name": "沈阳大酒店", "region": 210102}, world.boss)
    )
    row.latitude, row.longitude = 41.8, 123.4
    row.save(update_fields=["latitude", "longitude"])
    return row


def test_a_customer_on_the_map_opens_beside_it_from_the_keyboard(
    world: World, desk: Desk, pinned: Customer
) -> None:
    page = desk(world.boss, "/customers/map/")
    expect(page.locator("path.map-step-5")).to_have_count(1)
    expect(page.get_by_text("示意图，非标准地图")).to_be_visible()
    point = page.get_by_role("button", name="沈阳大酒店")
    point.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("沈阳大酒店")
    expect(point).to_be_in_viewport()
    page.reload()
    assert "#" in page.url


def test_a_phone_shows_the_map_and_the_numbers_on_demand(
    world: World, desk: Desk, pinned: Customer
) -> None:
    page = desk(world.boss, "/customers/map/", **PHONE)
    expect(page.locator(".map-point")).to_be_visible()
    numbers = page.locator("#map-numbers")
    expect(numbers).to_be_hidden()
    page.get_by_role("button", name="各省").tap()
    expect(numbers).to_contain_text("辽宁省")
    page.get_by_role("link", name="表格").tap()
    page.wait_for_url("**/customers/?**")


def test_the_form_suggests_the_region_of_an_address(world: World, desk: Desk) -> None:
    page = desk(world.boss, "/customers/")
    page.locator("a[href='/customers/new/']:visible").first.click()
    page.fill("#id_name", "广州某酒店")
    page.fill("#id_address", "广州市天河区体育西路 1 号")
    page.get_by_role("button", name="广东省 广州市 天河区").click()
    expect(page.locator("#id_region")).to_have_value("440106")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/customers/*/")
    assert Customer.objects.get().region_id == 440106
