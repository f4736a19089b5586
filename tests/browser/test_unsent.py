"""Logging out on the desk says first what of the phone would be lost in this browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
# As static/phone/store.js makes it, with so many entries that wait.
FILL = """([person, number]) => new Promise((done, failed) => {
  const request = indexedDB.open(`zhuixiao-phone-${person}`, 1);
  request.onerror = () => failed(request.error);
  request.onupgradeneeded = () => {
    for (const name of ["kept", "drafts"]) request.result.createObjectStore(name);
    request.result.createObjectStore("outbox", { keyPath: "client_id" });
  };
  request.onsuccess = () => {
    const change = request.result.transaction("outbox", "readwrite");
    for (let at = 0; at < number; at++)
      change.objectStore("outbox").put({ client_id: `${at}`, state: "failed", made_at: at });
    change.oncomplete = () => (request.result.close(), done());
  };
})"""


def log_out(page: Page) -> None:
    page.locator("details.menu > summary", has=page.locator(".avatar")).first.click()
    page.get_by_role("button", name="退出登录").click()


def test_it_asks_first_and_the_queue_is_one_press_away(world: World, desk: Desk) -> None:
    page = desk(world.zheng)
    page.evaluate(FILL, [world.zheng.pk, 3])
    log_out(page)
    dialog = page.locator("#unsent")
    expect(dialog).to_contain_text("还有 3 条")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()
    log_out(page)
    expect(dialog.get_by_role("link")).to_have_attribute("href", "/field/m/#/queue")
    dialog.get_by_role("button", name="仍然退出").click()
    page.wait_for_url("**/login/**")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


@pytest.mark.parametrize("number", [None, 0])
def test_without_anything_unsent_it_does_not_ask(
    world: World, desk: Desk, number: int | None
) -> None:
    page = desk(world.zheng)
    if number is not None:
        page.evaluate(FILL, [world.zheng.pk, number])
    log_out(page)
    page.wait_for_url("**/login/**")


def test_what_a_colleague_left_here_keeps_nobody(world: World, desk: Desk) -> None:
    page = desk(world.zheng)
    page.evaluate(FILL, [world.chen.pk, 2])
    log_out(page)
    page.wait_for_url("**/login/**")
