"""An entry that is mended while it is being sent: the person sees what the server has."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_phone import OFFLINE, Hold, add_customer, cut, hold, write_record
from tests.chromium import held_back
from tests.world import World, actor
from zhuixiao.activities.models import Activity
from zhuixiao.customers.actions import transferring

__all__ = ["hold"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
OUTBOX = "**/field/m/outbox**"


@contextmanager
def on_its_way(page: Page, *, is_lost: bool = False) -> Iterator[None]:
    """A record is written, and its answer comes only at the end, or never."""
    held = held_back(page, OUTBOX)
    with page.expect_request(OUTBOX):
        write_record(page)
    yield
    if is_lost:
        held[0].fetch()
        held[0].abort()
    else:
        held[0].continue_()


def open_entry(page: Page) -> None:
    page.goto("/field/m/#/queue")
    page.locator("[data-item]").get_by_role("link", name="编辑").click()


def mend(page: Page, subject: str) -> None:
    page.get_by_label("主题").fill(subject)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#phone-main[data-screen=queue]")).to_be_visible()


def told_too_late(page: Page) -> None:
    entry = page.locator("[data-item]")
    expect(entry).to_contain_text("修改前的内容已经上传", timeout=15_000)
    expect(entry).to_contain_text("改过的主题")
    assert [row.subject for row in Activity.objects.all()] == ["回访样品"]
    entry.get_by_role("link", name="打开记录").click()
    page.wait_for_url(f"**/activities/{Activity.objects.get().pk}/")


def test_a_change_that_came_too_late_says_so_and_leads_to_the_record(
    world: World, hold: Hold
) -> None:
    add_customer(world)
    page = hold(world.zheng)
    with on_its_way(page):
        open_entry(page)
        mend(page, "改过的主题")
        expect(page.locator("[data-item]")).to_contain_text("等服务器答复")
    expect(page.locator(".phone-toast")).to_contain_text("修改没赶上", timeout=15_000)
    told_too_late(page)


def test_a_form_that_was_open_while_the_entry_left_the_queue_says_so_too(
    world: World, hold: Hold
) -> None:
    add_customer(world)
    page = hold(world.zheng)
    cut(page)
    write_record(page)
    open_entry(page)
    cut(page, off=False)
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    mend(page, "改过的主题")
    told_too_late(page)


def test_after_an_answer_that_was_lost_the_next_one_tells(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(OFFLINE, "ERR_FAILED"))
    with on_its_way(page, is_lost=True):
        open_entry(page)
        mend(page, "改过的主题")
    told_too_late(page)


def test_saved_as_it_was_and_then_changed_it_says_what_the_server_has(
    world: World, hold: Hold
) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(OFFLINE, "ERR_FAILED"))
    with on_its_way(page, is_lost=True):
        cut(page)
        open_entry(page)
        mend(page, "回访样品")
        open_entry(page)
        mend(page, "改过的主题")
    cut(page, off=False)
    told_too_late(page)


def test_what_was_refused_in_the_meantime_is_sent_as_it_was_mended(
    world: World, hold: Hold
) -> None:
    first = add_customer(world)
    add_customer(world, "常德华天")
    page = hold(world.zheng, allowed=(OFFLINE, "422"))
    with on_its_way(page):
        transferring.transfer(by=actor(world.boss), customer_ids=[first], owner=world.li)
        open_entry(page)
        page.get_by_role("searchbox", name="客户").fill("华天")
        page.locator(".phone-option", has_text="常德华天").click()
        mend(page, "改过的主题")
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    expect(page.locator(".phone-toast")).to_contain_text("改过的主题")
    row = Activity.objects.get()
    assert (row.customer.name, row.subject) == ("常德华天", "改过的主题")


def test_saved_as_it_was_it_is_simply_sent(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng)
    with on_its_way(page):
        open_entry(page)
        mend(page, "回访样品")
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Activity.objects.get().subject == "回访样品"
