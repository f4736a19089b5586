"""Tracks in the browser: played back on the map, and the switch on the phone."""

import math
import os
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.chromium import PHONE
from tests.field.conftest import at
from tests.field.photos.test_photos import CAMERA, add
from tests.field.tracks.conftest import LATITUDE, LONGITUDE, SEVEN, Phone
from tests.world import NOW, World, actor
from zhuixiao.catalog.models import Option
from zhuixiao.catalog.seeds import options
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import photos, trackers, tracks_switch, visit_types, visits
from zhuixiao.field.choices.tracks import TrackerKind
from zhuixiao.field.models import Photo, Visit
from zhuixiao.field.queries import tracks_seen
from zhuixiao.field.tracks.gps.points import Point
from zhuixiao.kit.geo import Position

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    """For whoever wants to look: SHOTS=folder."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def walk(world: World) -> None:
    """郑斌 rides about town, stands at a customer for twenty minutes, and is silent for a while."""
    tracks_switch.turn_on(by=actor(world.zheng, at=SEVEN), agrees=True)
    tracker, secret = trackers.add(
        by=actor(world.zheng, at=SEVEN), name="手机", kind=TrackerKind.TRACCAR
    )
    customer = creating.create(
        by=actor(world.zheng), new=creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    )
    points = []
    for minute in range(-80, 0):
        ride = minute + 80 if minute < -60 else 20 if minute < -40 else minute + 60
        if -25 < minute < -15:
            continue
        at = NOW + timedelta(minutes=minute)
        north, east = 0.003 * ride, 0.02 * math.sin(ride / 8)
        points.append(Point(at, LATITUDE + north, LONGITUDE + east, 10, 8.0))
    stop = points[25]
    customer.latitude, customer.longitude = stop.latitude, stop.longitude
    customer.save(update_fields=["latitude", "longitude"])
    points.append(Point(NOW - timedelta(seconds=30), LATITUDE + 5, LONGITUDE, 10))
    Phone(tracker, secret).send(points)


def meet(world: World) -> tuple[Visit, Photo]:
    """He signs in where he stands, and photographs a shop front on the way."""
    if not Option.objects.exists():
        Option.objects.bulk_create(options.build())
    visit_types.seed()
    customer = Customer.objects.get(name="广州迪宏")
    here = Position(customer.latitude or 0, customer.longitude or 0)
    moment = at(NOW - timedelta(minutes=55), place=here)
    sign_in = visits.SignIn(customer.pk, None, "")
    visit = visits.sign_in(
        by=actor(world.zheng, at=moment.received_at), capture=moment, new=sign_in
    )
    there = Position(LATITUDE + 0.03, LONGITUDE + 0.02 * math.sin(10 / 8))
    photo = add(
        world.zheng,
        photos.NewPhoto(customer_id=customer.pk, source=CAMERA),
        moment=at(NOW - timedelta(minutes=70), place=there),
    )
    return visit, photo


def test_visits_and_photos_on_the_map_open_their_pages(world: World, desk: Desk) -> None:
    walk(world)
    visit, photo = meet(world)
    day = "start=2026-03-02T00:00&end=2026-03-02T23:59"
    page = desk(world.manager, f"/field/tracks/?of={world.zheng.pk}&{day}")
    expect(page.locator(".track-photo img")).to_be_visible()
    shot(page, "met")
    page.locator(".track-flag a").click()
    page.wait_for_url(f"**/field/visits/{visit.pk}/")
    page.go_back()
    page.locator(".track-photo a").press("Enter")
    page.wait_for_url(f"**/field/photos/{photo.pk}/")
    page.goto("/field/tracks/list/?ever=1&kind=photo")
    expect(page.locator("tbody tr")).to_have_count(1)
    shot(page, "list-photos")
    page = desk(world.zheng, f"/field/tracks/?of={world.zheng.pk}&{day}", **PHONE)
    expect(page.locator(".track-flag a")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "met-phone")
    page.locator(".track-table").scroll_into_view_if_needed()
    page.locator(".track-table td").last.scroll_into_view_if_needed()
    shot(page, "met-phone-table")
    page.goto("/field/tracks/list/?ever=1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "list-all-phone")


def test_a_track_is_played_back(world: World, desk: Desk) -> None:
    walk(world)
    day = "start=2026-03-02T00:00&end=2026-03-02T23:59"
    page = desk(world.manager, f"/field/tracks/?of={world.zheng.pk}&{day}")
    expect(page.locator("path.track-line")).to_have_count(2)
    expect(page.locator("path.track-line.is-gap")).to_have_count(1)
    expect(page.locator(".track-stop")).to_have_count(1)
    expect(page.locator("path.track-wrong")).to_have_count(1)
    expect(page.locator(".track-table")).to_contain_text("广州迪宏")
    clock = page.locator("[data-play-clock]")
    before = clock.inner_text()
    page.locator("[data-play-button]").click()
    expect(clock).not_to_have_text(before)
    shot(page, "map")
    page.locator("[data-play-button]").click()
    page.locator("[data-jump]").first.click()
    expect(clock).to_contain_text("09:00:00")
    assert [look.name for look in tracks_seen.looks(world.zheng)] == ["周平"]


def test_the_map_is_usable_on_the_phone(world: World, desk: Desk) -> None:
    walk(world)
    day = "start=2026-03-02T00:00&end=2026-03-02T23:59"
    page = desk(world.zheng, f"/field/tracks/?of={world.zheng.pk}&{day}", **PHONE)
    expect(page.locator("path.track-line").first).to_be_visible()
    shot(page, "map-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"/field/tracks/list/?of={world.zheng.pk}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "list-phone")


def test_the_switch_is_turned_on_with_consent_and_off_again(world: World, desk: Desk) -> None:
    page = desk(world.zheng, "/field/tracks/mine/", **PHONE)
    page.get_by_label("我已阅读，同意保存我的位置").check()
    shot(page, "mine-off")
    page.get_by_role("button", name="打开轨迹").click()
    expect(page.locator(".notice-green")).to_contain_text("有 2 人能看到")
    shot(page, "mine-on")
    page.get_by_role("button", name="添加设备").click()
    expect(page.locator(".track-qr")).to_be_visible()
    shot(page, "qr")
    page.goto("/field/tracks/mine/")
    page.get_by_role("button", name="关闭轨迹").click()
    expect(page.locator(".notice-blue")).to_be_visible()


def test_the_list_and_the_live_page_stand_there(world: World, desk: Desk) -> None:
    walk(world)
    page = desk(world.manager, "/field/tracks/list/?ever=1")
    expect(page.locator(".pager")).to_be_visible()
    shot(page, "list")
    page.goto("/field/tracks/live/")
    shot(page, "live")
    page.goto("/field/tracks/")
    shot(page, "map-empty")


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_table_beside_the_map_is_whole_in_english(world: World, desk: Desk, width: int) -> None:
    walk(world)
    meet(world)
    customer = Customer.objects.get()
    world.manager.language = "en"
    world.manager.save(update_fields=["language"])
    customer.name = "Guangzhou Dihong Precision Refrigeration Equipment"
    customer.save(update_fields=["name"])
    day = "start=2026-03-02T00:00&end=2026-03-02T23:59"
    page = desk(
        world.manager,
        f"/field/tracks/?of={world.zheng.pk}&{day}",
        viewport={"width": width, "height": 900},
    )
    expect(page.locator(".track-table")).to_contain_text("Minutes")
    page.locator(".track-table td").last.scroll_into_view_if_needed()
    shot(page, f"english-{width}")
    too_wide = """box => [...box.querySelectorAll("table, td, th, td > *")].filter(
        one => one.getBoundingClientRect().right > box.getBoundingClientRect().right).length"""
    assert page.locator(".track-table").evaluate(too_wide) == 0
