"""The style page behind a real server, and people who look at it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests import chromium
from tests.world import World
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import navigation

Visit = Callable[..., Page]


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> None:
    """The navigation of the style page instead of the product's."""
    monkeypatch.setattr(navigation, "_items", {})
    everywhere: tuple[navigation.Place, ...] = ("rail", "phone")
    for item in (
        navigation.NavItem("home", "今日", "home", "home", 10, places=everywhere, keys="g h"),
        navigation.NavItem("list", "客户", "building", "empty", 20, places=everywhere, keys="g c"),
        navigation.NavItem("days", "日程", "calendar", "panel", 30, places=everywhere),
        navigation.NavItem("report", "日报", "report", "conflict", 40, places=everywhere),
        navigation.NavItem("mine", "我的", "user", "profile", 50, places=everywhere),
        navigation.NavItem("log", "写行动记录", "message", "dialog", 10, places=("new",), keys="f"),
    ):
        navigation.register(item)


@pytest.fixture
def style_site(settings: Any, links: None) -> None:
    settings.ROOT_URLCONF = "tests.kit.ui.urls"
    [engine] = settings.TEMPLATES
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]


@pytest.fixture
def visit(style_site: None, live_server: Any, world: World, browser: Browser) -> Iterator[Visit]:
    """visit(path, employee, **options of the browser) -> the open page."""
    with ExitStack() as stack:

        def open_page(path: str = "/", employee: Employee = world.boss, **options: Any) -> Page:
            page = stack.enter_context(chromium.watched(browser, **options))
            page.context.add_cookies([_session(employee, live_server.url)])
            page.goto(f"{live_server.url}{path}")
            return page

        yield open_page


def _session(employee: Employee, url: str) -> Any:
    client = Client()
    client.force_login(employee, backend="zhuixiao.accounts.backends.EmployeeBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
