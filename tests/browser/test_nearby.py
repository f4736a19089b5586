"""Customers around a place, on the map beside their list."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.chromium import DESK
from tests.world import World, actor
from zhuixiao.customers.actions import creating
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.models import Customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": 22.54, "longitude": 114.05}


def test_a_customer_nearby_opens_beside_the_map_from_the_keyboard(world: World, desk: Desk) -> None:
    row = creating.create(by=actor(world.zheng), new=NewCustomer({"name": "近邻"}, world.zheng))
    Customer.objects.filter(pk=row.pk).unlogged_update(**HERE)
    page = desk(
        world.zheng,
        "/field/nearby/",
        geolocation={**HERE, "accuracy": 20},
        permissions=["geolocation"],
        **DESK,
    )
    expect(page.locator("path.map-province").first).to_be_attached()
    expect(page.get_by_text("示意图，非标准地图")).to_be_visible()
    expect(page.get_by_role("button", name="放大")).to_be_visible()
    point = page.get_by_role("button", name="近邻", exact=True)
    point.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("近邻")
