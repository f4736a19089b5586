"""What a browser keeps: gone when who has left comes by again, not when a session runs out."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests import chromium
from tests.world import PASSWORD, World, actor
from zhuixiao.accounts.actions import employees

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DRAFT = "draft:7:customer-new"
# Both kinds of store that scripts have.
FILL = f"""async () => {{
  localStorage.setItem("{DRAFT}", "晨光酒店");
  await new Promise((done) => (indexedDB.open("offline", 1).onsuccess = done));
}}"""
HELD = f"""async () => [
  localStorage.getItem("{DRAFT}"),
  (await indexedDB.databases()).map((one) => one.name).join(),
]"""


def log_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.evaluate(FILL)
    assert page.evaluate(HELD) == ["晨光酒店", "offline"]


@pytest.mark.parametrize(
    ("has_left", "held"), [(True, [None, ""]), (False, ["晨光酒店", "offline"])]
)
def test_only_the_store_of_who_has_left_is_emptied(
    world: World, browser: Browser, live_server: Any, has_left: bool, held: list[str | None]
) -> None:
    # The bell of the page before may still ask, and is told that the session is over.
    with chromium.watched(browser, base_url=live_server.url, allowed=("401",)) as page:
        log_in(page, "zhengbin")
        if has_left:
            employees.deactivate(by=actor(world.boss), employee=world.zheng)
        else:
            world.zheng.sessions.all().delete()
        page.goto("/customers/")
        assert "/login/" in page.url
        assert page.evaluate(HELD) == held
        kept = {cookie.get("name") for cookie in page.context.cookies()}
        assert (settings.PERSON_COOKIE_NAME in kept) is not has_left


def test_a_script_that_asks_for_the_leaver_empties_it_too(
    world: World, browser: Browser, live_server: Any
) -> None:
    with chromium.watched(browser, base_url=live_server.url, allowed=("401",)) as page:
        log_in(page, "zhengbin")
        employees.deactivate(by=actor(world.boss), employee=world.zheng)
        status = page.evaluate(
            "fetch('/', { headers: { 'HX-Request': 'true' } }).then((answer) => answer.status)"
        )
        assert status == 401
        assert page.evaluate(HELD) == [None, ""]
