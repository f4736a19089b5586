"""The day of a field salesperson on the phone: the same without network as with one."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import ExifTags, Image
from playwright.sync_api import FilePayload, Page, Request, expect

from tests.browser.test_phone import Hold, cut, hold
from tests.chromium import held_back
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.models import Leave, Photo, Punch, TrackSpell, Visit
from zhuixiao.field.queries.visits_phone import latest_answers
from zhuixiao.files import disk
from zhuixiao.ledger import checks

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
__all__ = ["hold"]
HERE = {"latitude": 22.5431, "longitude": 114.0579}


@pytest.fixture
def shops(world: World) -> dict[int, Customer]:
    """One of 郑斌 and one of 陈敏, at the same place."""
    made = {}
    for person in (world.zheng, world.chen):
        new = creating.NewCustomer({"name": f"{person.name}的客户"}, owner=person)
        row = creating.create(by=actor(person), new=new)
        Customer.objects.filter(pk=row.pk).unlogged_update(**HERE)
        made[person.pk] = row
    return made


def photo() -> FilePayload:
    """A picture as a camera makes it, lying on its side, with its own time."""
    held = BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:02 10:00:00"
    Image.new("RGB", (2400, 1200), "teal").save(held, "JPEG", exif=exif)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def spend_a_day(page: Page, customer: Customer) -> None:
    """Sign in to work, visit, photograph, sign out."""
    page.get_by_role("link", name="考勤签到").first.click()
    page.locator(".phone-punch:enabled").click()
    expect(page.locator("#phone-main[data-screen=today]")).to_be_visible()
    page.locator(".phone-tiles").get_by_role("link", name="客户拜访").click()
    chosen = page.get_by_role("searchbox", name="客户")
    expect(chosen).to_have_value(customer.name)
    page.get_by_role("button", name="签到").click()
    expect(page.get_by_role("heading", name=customer.name)).to_be_visible()
    page.get_by_label("拍照").last.set_input_files(photo())
    expect(page.locator(".phone-thumbs img").first).to_be_visible()
    page.get_by_label("备注").fill("要货 20 箱")
    page.get_by_role("button", name="3 天后").click()
    page.get_by_role("button", name="签退").click()
    expect(page.locator("#phone-main[data-screen=today]")).to_be_visible(timeout=15_000)


def left_behind(person: Employee) -> Any:
    """What the day left on the server, without whose and when."""
    visit = Visit.objects.get(employee=person)
    activity = visit.activity
    assert activity is not None
    shot = Photo.objects.get(employee=person)
    with Image.open(disk.path_of(shot.file.stored)) as image:
        size = image.size
    return (
        [(one.is_in, one.standing) for one in Punch.objects.filter(employee=person)],
        (visit.state, visit.whereabouts, visit.is_verified, visit.note, visit.distance),
        (activity.is_verified, activity.is_contact),
        (shot.visit_id == visit.pk, shot.source, shot.taken_at, size),
    )


def test_a_day_without_network_is_the_same_once_it_is_back(
    world: World, hold: Hold, shops: dict[int, Customer]
) -> None:
    online = hold(world.zheng)
    spend_a_day(online, shops[world.zheng.pk])
    expect(online.locator("#phone-sync")).to_have_text("已保存", timeout=30_000)
    offline = hold(world.chen)
    cut(offline)
    spend_a_day(offline, shops[world.chen.pk])
    expect(offline.locator("#phone-sync")).to_contain_text("待上传")
    assert not Visit.objects.filter(employee=world.chen).exists()
    offline.reload()
    cut(offline, off=False)
    expect(offline.locator("#phone-sync")).to_have_text("已保存", timeout=30_000)
    assert left_behind(world.chen) == left_behind(world.zheng)
    assert checks.verify() == []


def test_three_taps_when_all_is_well(world: World, hold: Hold, shops: dict[int, Customer]) -> None:
    page = hold(world.zheng)
    page.locator(".phone-tiles").get_by_role("link", name="客户拜访").click()
    page.get_by_role("button", name="签到").click()
    page.get_by_role("button", name="签退").click()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Visit.objects.get().is_verified


def test_far_away_it_asks_why_and_does_not_forbid(
    world: World, hold: Hold, shops: dict[int, Customer]
) -> None:
    page = hold(world.zheng)
    page.context.set_geolocation({"latitude": 22.6, "longitude": 114.1, "accuracy": 20})
    page.goto(f"/field/m/#/visit?customer={shops[world.zheng.pk].pk}")
    expect(page.locator(".phone-where")).to_contain_text("不在客户处")
    page.get_by_label("说明原因").fill("客户在工地")
    page.get_by_role("button", name="签到").click()
    expect(page.get_by_role("button", name="签退")).to_be_visible()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    visit = Visit.objects.get()
    assert (visit.whereabouts, visit.reason, visit.is_verified) == ("outside", "客户在工地", False)


def test_leave_is_asked_for_on_the_way(world: World, hold: Hold) -> None:
    page = hold(world.zheng)
    page.get_by_role("link", name="请假申请").click()
    page.get_by_label("原因").fill("家里有事")
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("#phone-main[data-screen=today]")).to_be_visible()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Leave.objects.get().reason == "家里有事"


def test_the_track_begins_with_a_consent_and_says_so_on_every_screen(
    world: World, hold: Hold
) -> None:
    page = hold(world.zheng)
    page.get_by_role("link", name="轨迹开关").click()
    expect(page.get_by_text("谁能看见")).to_be_visible()
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="打开轨迹").click()
    expect(page.locator("#phone-track")).to_be_visible(timeout=15_000)
    page.goto("/field/m/#/me")
    expect(page.locator("#phone-track")).to_be_visible()
    cut(page)
    page.goto("/field/m/#/track")
    page.get_by_role("button", name="关闭轨迹").click()
    expect(page.locator("#phone-track")).to_be_hidden()
    cut(page, off=False)
    page.reload()
    expect(page.locator("#phone-track")).to_be_hidden()
    page.wait_for_timeout(1500)
    assert not TrackSpell.objects.filter(ended_at=None).exists()


def test_customers_around_are_listed_with_and_without_network(
    world: World, hold: Hold, shops: dict[int, Customer]
) -> None:
    page = hold(world.zheng)
    page.locator(".phone-tabs").get_by_role("link", name="周边").click()
    entry = page.locator("[data-customer]")
    expect(entry).to_contain_text("郑斌的客户")
    expect(entry.get_by_role("link", name="高德")).to_be_visible()
    cut(page)
    page.reload()
    expect(entry).to_contain_text("郑斌的客户")
    entry.get_by_role("link", name="签到").click()
    expect(page.get_by_role("searchbox", name="客户")).to_have_value("郑斌的客户")


def test_what_was_done_without_network_is_known_on_the_first_screen(
    world: World, hold: Hold, shops: dict[int, Customer]
) -> None:
    today = world.company.today(timezone.now())
    tasks.add(by=actor(world.zheng), new=NewTask(title="寄样品", due_on=today))
    page = hold(world.zheng)
    main = page.locator("#phone-main")
    expect(main.get_by_text("寄样品")).to_be_visible()
    cut(page)
    main.get_by_role("button", name="完成：寄样品").click()
    page.locator("#phone-main").get_by_role("link", name="考勤签到").first.click()
    page.locator(".phone-punch:enabled").click()
    expect(main.get_by_role("link", name="考勤签到").first).to_contain_text("签退")
    page.reload()
    expect(main.get_by_role("link", name="考勤签到").first).to_contain_text("签退")
    expect(main.get_by_text("寄样品")).to_be_hidden()


def test_after_a_punch_only_what_it_changed_is_asked_for(world: World, hold: Hold) -> None:
    page = hold(world.zheng)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []

    def note(request: Request) -> None:
        if (name := request.url.partition("/field/m/")[2]) and not name.startswith("#"):
            asked.append(name)

    page.on("request", note)
    page.locator("#phone-main").get_by_role("link", name="考勤签到").first.click()
    with page.expect_response("**/state?pieces=attendance"):
        page.locator(".phone-punch:enabled").click()
    signing_out = page.locator("#phone-main").get_by_role("link", name="考勤签到").first
    expect(signing_out).to_contain_text("签退")
    # The rest is known as before, also to the next opening.
    page.reload()
    expect(signing_out).to_contain_text("签退")
    assert asked[:3] == ["session", "outbox", "state?pieces=attendance"]


YESTERDAY = "import('/static/phone/state.js').then((it) => (it.held.state.today = '2026-01-01'))"


def test_the_first_punch_of_a_new_day_asks_for_everything(world: World, hold: Hold) -> None:
    page = hold(world.zheng)
    page.wait_for_load_state("networkidle")
    page.evaluate(YESTERDAY)
    page.locator("#phone-main").get_by_role("link", name="考勤签到").first.click()
    with page.expect_response(lambda answer: answer.url.endswith("/field/m/state")):
        page.locator(".phone-punch:enabled").click()


def test_an_answer_changed_while_the_first_is_on_its_way_is_the_one_that_counts(
    world: World, hold: Hold, shops: dict[int, Customer]
) -> None:
    page = hold(world.zheng)
    page.goto(f"/field/m/#/visit?customer={shops[world.zheng.pk].pk}")
    page.get_by_role("button", name="巡店").click()
    page.get_by_role("button", name="签到").click()
    page.get_by_role("button", name="签退").wait_for()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    held = held_back(page, "**/field/m/outbox**")
    stock = page.get_by_label("库存盘点")
    with page.expect_request("**/field/m/outbox**"):
        stock.fill("20")
        stock.blur()
    stock.fill("35")
    stock.blur()
    expect(page.locator("#phone-sync")).to_have_text("待上传 2")
    held[0].continue_()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert latest_answers(Visit.objects.get())[0].value == 35


def test_notes_and_the_next_contact_can_be_mended_in_the_queue(
    world: World, hold: Hold, shops: dict[int, Customer]
) -> None:
    page = hold(world.zheng)
    cut(page)
    spend_a_day(page, shops[world.zheng.pk])
    page.goto("/field/m/#/queue")
    page.locator("[data-item]", has_text="签退").get_by_role("link", name="编辑").click()
    page.get_by_label("备注").fill("要货 30 箱\n下周发")
    page.get_by_label("下次联系").fill("2031-05-06")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#phone-main[data-screen=queue]")).to_be_visible()
    cut(page, off=False)
    page.reload()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=30_000)
    visit = Visit.objects.get()
    assert (visit.note, visit.next_on) == ("要货 30 箱\n下周发", date(2031, 5, 6))


def test_a_visit_begins_at_a_customer_whom_the_phone_does_not_hold(
    world: World, hold: Hold, shops: dict[int, Customer]
) -> None:
    page = hold(world.li)
    page.goto(f"/field/m/#/visit?customer={shops[world.zheng.pk].pk}&name=郑斌的客户")
    expect(page.get_by_role("searchbox", name="客户")).to_have_value("郑斌的客户")
    expect(page.get_by_role("button", name="签到")).to_be_enabled()
