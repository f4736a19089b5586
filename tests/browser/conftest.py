"""People with a browser in front of the whole product."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests import chromium
from tests.world import World
from zhuixiao.accounts.models import Employee

Desk = Callable[..., Page]


@pytest.fixture
def desk(live_server: Any, world: World, browser: Browser) -> Iterator[Desk]:
    """desk(employee, path, **options of the browser) -> the page of a person who has logged in."""
    with ExitStack() as stack:

        def sit_down(employee: Employee, path: str = "/", **options: Any) -> Page:
            client = Client()
            client.force_login(employee, backend="zhuixiao.accounts.backends.EmployeeBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            page = stack.enter_context(
                chromium.watched(browser, base_url=live_server.url, **options)
            )
            page.context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
            page.goto(path)
            page.wait_for_load_state("networkidle")
            return page

        yield sit_down


def choose(page: Page, text: str) -> None:
    """Type into the product of a line that has the cursor, and take what is found."""
    page.keyboard.type(text, delay=20)
    expect(page.locator(".ts-dropdown .option", has_text=text).first).to_be_visible()
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    expect(page.locator('[data-line="quantity"]:focus')).to_be_visible()
