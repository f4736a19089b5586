"""签到 on a phone: one tap with the browser's position, one without, and the month of everybody."""

import os

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.chromium import DESK, PHONE
from tests.world import World, actor
from zhuixiao.field.actions import attendance_days, attendance_groups
from zhuixiao.field.models import AttendanceGroup, Punch
from zhuixiao.kit.geo import Datum

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": 22.54, "longitude": 114.05, "accuracy": 35}


def test_one_tap_signs_in_with_an_honest_position(morning: None, world: World, desk: Desk) -> None:
    group = AttendanceGroup.objects.get()
    attendance_groups.save_place(
        by=actor(world.boss),
        group=group,
        place=None,
        name="公司",
        latitude=22.54,
        longitude=114.05,
        datum=Datum.WGS84,
        radius=300,
    )
    phone = desk(
        world.zheng, "/field/attendance/", geolocation=HERE, permissions=["geolocation"], **PHONE
    )
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_text("距公司 0 米")).to_be_visible()
    expect(phone.locator(".punch-list")).to_contain_text("误差 35 米")
    row = Punch.objects.get()
    assert (row.standing, row.latitude) == ("inside", 22.54)

    blind = desk(world.chen, "/field/attendance/", **PHONE)
    blind.get_by_role("button", name="签到").click()
    expect(blind.locator(".punch-list")).to_contain_text("无定位")

    attendance_days.catch_up(timezone.now())
    table = desk(world.manager, "/field/attendance/table/")
    table.get_by_role("row", name="郑斌").locator("a.attendance-mark").first.click()
    expect(table.get_by_text("距公司 0 米")).to_be_visible()
    narrow = desk(world.manager, "/field/attendance/table/", **PHONE)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 390


def test_leave_is_asked_for_on_a_phone(world: World, desk: Desk) -> None:
    phone = desk(world.zheng, "/field/leave/", **PHONE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="请假申请").first.click()
    phone.get_by_label("类型").select_option(label="事假")
    phone.locator("[name=start]").fill("2030-03-04")
    phone.locator("[name=end]").fill("2030-03-05")
    phone.get_by_label("原因").fill("家里有事")
    phone.get_by_role("button", name="提交申请").click()
    expect(phone.get_by_text("2 天")).to_be_visible()
    expect(phone.get_by_text("审批中").first).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_a_place_is_set_where_one_stands(
    world: World, desk: Desk, screen: dict[str, object]
) -> None:
    page = desk(
        world.admin,
        "/field/attendance/groups/",
        geolocation=HERE,
        permissions=["geolocation"],
        **screen,
    )
    page.get_by_role("link", name="添加考勤点").first.click()
    page.locator("[name=datum]").select_option("gcj02")
    page.get_by_role("button", name="用我的位置").click()
    expect(page.get_by_text("误差最多 35 米")).to_be_visible()
    expect(page.locator("[name=latitude]")).to_have_value("22.540000")
    expect(page.locator("[name=longitude]")).to_have_value("114.050000")
    expect(page.locator("[name=datum]")).to_have_value("wgs84")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/place-{page.evaluate('innerWidth')}.png")
    page.locator("[name=name]").fill("仓库")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="仓库")).to_be_visible()


def test_a_browser_that_tells_no_position_says_so(world: World, desk: Desk) -> None:
    group = AttendanceGroup.objects.get()
    page = desk(world.admin, f"/field/attendance/groups/{group.pk}/places/new/", **PHONE)
    page.get_by_role("button", name="用我的位置").click()
    expect(page.get_by_text("设备没有提供定位")).to_be_visible()


def test_a_tab_is_reached_by_its_keys_and_from_the_command_box(world: World, desk: Desk) -> None:
    page = desk(world.zheng, **DESK)
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/field/leave/")
    expect(page.locator(".rail-link.is-active")).to_have_text("考勤")
    expect(page.locator(".tab.is-active")).to_have_text("我的请假")
    expect(page.locator(".rail").get_by_text("请假")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("周边")
    page.locator("#palette").get_by_role("option", name="周边客户").click()
    page.wait_for_url("**/field/nearby/")
    expect(page.locator(".rail-link.is-active")).to_have_text("客户拜访")
