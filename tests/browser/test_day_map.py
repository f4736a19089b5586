"""The boss's day in the browser: the team on the map, one person brought forward, the heat."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.test_tracks import meet, walk
from tests.chromium import PHONE
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import visit_plans

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    """For whoever wants to look: SHOTS=folder."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def height_of(page: Page, shape: str) -> int:
    """Of the layer of the map in which a shape is drawn: higher ones cover lower ones."""
    layer = "shape => getComputedStyle(shape.closest('.leaflet-pane')).zIndex"
    return int(page.locator(shape).first.evaluate(layer))


def test_the_boss_walks_through_the_day_of_the_team(world: World, desk: Desk) -> None:
    walk(world)
    visit, _photo = meet(world)
    far = creating.create(
        by=actor(world.chen), new=creating.NewCustomer({"name": "佛山三和"}, owner=world.chen)
    )
    Customer.objects.filter(pk=far.pk).unlogged_update(latitude=23.02, longitude=113.12)
    visit_plans.add(by=actor(world.chen), customer_id=far.pk, person=world.chen, day=NOW.date())
    page = desk(world.boss, "/field/visits/map/?on=2026-03-02")
    expect(page.locator(".day-stop")).to_have_count(2)
    expect(page.locator(".day-stop.is-planned")).to_have_count(1)
    shot(page, "day")
    page.locator(f'[data-focus="{world.chen.pk}"]').click()
    expect(page.locator(".day-stop")).to_have_count(1)
    expect(page.locator(".day-stop.is-planned")).to_be_visible()
    page.locator(f'[data-focus="{world.chen.pk}"]').click()
    row = page.locator(f'[data-day-row="{world.zheng.pk}"]')
    expect(row).to_contain_text("1")
    page.locator(".day-stop:not(.is-planned) a").press("Enter")
    page.wait_for_url(f"**/field/visits/{visit.pk}/")
    page.goto(f"/field/tracks/heat/?of={world.zheng.pk}&start=2026-03-01&end=2026-03-02")
    expect(page.locator("path.heat-cell").first).to_be_attached()
    expect(page.locator("path.map-province").first).to_be_attached()
    assert height_of(page, "path.map-province") < height_of(page, "path.heat-cell")
    # The pane itself has no size, and the sketch must not shrink to it.
    assert page.locator(".map-ground svg").evaluate("sketch => sketch.clientWidth") > 300
    expect(page.locator(".track-table")).to_contain_text("广州迪宏")
    shot(page, "heat")


def test_both_maps_fit_a_phone_in_the_dark(world: World, desk: Desk) -> None:
    walk(world)
    meet(world)
    options = PHONE | {"color_scheme": "dark"}
    page = desk(world.boss, "/field/visits/map/?on=2026-03-02", **options)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "day-phone")
    page.locator(".day-table").scroll_into_view_if_needed()
    shot(page, "day-phone-table")
    page.goto(f"/field/tracks/heat/?of={world.zheng.pk}&start=2026-03-01&end=2026-03-02")
    expect(page.locator("path.heat-cell").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "heat-phone")
    # The last of six tabs, in the longer of the languages: the row has moved.
    Employee.objects.update(language="en")
    page.goto("/field/leave/balances/")
    expect(page.locator(".tabs .is-active")).to_be_in_viewport(ratio=0.9)
