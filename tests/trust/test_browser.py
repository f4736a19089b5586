"""Payloads in a real Chromium: no dialog opens, nothing is blocked because nothing is tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests import chromium
from tests.trust import markup
from tests.trust import scene as making
from tests.trust.matrix import BACKEND
from tests.trust.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODELS = [model for model in apps.get_models() if model.__module__.startswith("zhuixiao.")]
PLACES = (
    "/",
    "/customers/",
    "/customers/?plain=1",
    "/customers/{customer}/",
    "/customers/{customer}/editing/",
    "/activities/",
    "/activities/new/?customer={customer}",
    "/activities/{activity}/",
    "/tasks/",
    "/calendar/",
    "/events/{event}/",
    "/reports/mine/",
    "/reports/{report}/",
    "/notices/",
    "/notices/jobs/",
    "/search/?q=xprobe",
    "/profile/",
)
WHO_RAN = "window.xprobe = () => { throw new Error('a payload ran') }"


@pytest.fixture
def lasting(live_server: Any, files_dir: Any) -> Scene:
    """A scene that another thread's connection sees."""
    return making.build()


@contextmanager
def seated(scene: Scene, browser: Browser, address: str) -> Iterator[Page]:
    """A salesperson's page, on which an error or a blocked script fails the test."""
    client = Client()
    client.force_login(scene.world.zheng, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    with chromium.watched(browser, base_url=address) as page:
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page.context.add_init_script(WHO_RAN)
        yield page


def visit(page: Page, places: list[str]) -> list[str]:
    """Open the pages and what their buttons open; the dialogs that came up."""
    opened: list[str] = []

    def note(dialog: Any) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    for place in places:
        page.goto(place)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    return opened


@pytest.mark.parametrize("turn", [0, 8])
def test_no_payload_runs_on_any_page(
    lasting: Scene, browser: Browser, live_server: Any, turn: int
) -> None:
    ids = lasting.ids["zheng"]
    markup.poison(MODELS, turn)
    with seated(lasting, browser, live_server.url) as page:
        assert visit(page, [place.format(**ids) for place in PLACES]) == []


def test_a_blocked_payload_is_seen(lasting: Scene, browser: Browser, live_server: Any) -> None:
    """Control: where escaping fails and only the policy holds, the test fails too."""
    with pytest.raises(AssertionError, match="Content Security Policy"):
        _leave_markup(lasting, browser, live_server.url)


def _leave_markup(scene: Scene, browser: Browser, address: str) -> None:
    planted = "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=xprobe()>')"
    with seated(scene, browser, address) as page:
        page.goto("/")
        page.evaluate(planted)
        page.wait_for_timeout(500)


def test_a_dialog_is_seen(browser: Browser) -> None:
    """Control: without policy and escaping."""
    with chromium.watched(browser) as page:
        assert visit(page, ["data:text/html,<img src=x onerror=alert('xprobe')>"]) == ["xprobe"]
