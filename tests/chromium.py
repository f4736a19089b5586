"""A real Chromium for browser tests; a console error or a blocked script fails the test."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route, sync_playwright

from scripts.places import TESTED

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PATIENCE = 15
REPORT_BLOCKED = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("blocked by the content policy:", event.violatedDirective, event.blockedURI))"""


def program(names: tuple[str, ...] = TESTED) -> str:
    """Where Chromium is; the test that asks is skipped when there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        pytest.skip("no Chromium on this machine")
    return found


@contextmanager
def started() -> Iterator[Browser]:
    """Chromium itself; one per test session is enough."""
    path = program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, *, allowed: tuple[str, ...] = (), **options: Any) -> Iterator[Page]:
    """A new page; at the end it must have had no error but those that contain an `allowed` text."""
    context = browser.new_context(**{**DESK, "service_workers": "block", **options})
    context.add_init_script(REPORT_BLOCKED)
    page = context.new_page()
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    unexpected = [text for text in errors if not any(part in text for part in allowed)]
    assert not unexpected, unexpected


def held_back(page: Page, pattern: str) -> list[Route]:
    """The first request of a pattern, once it was made, waits in this list for what the test does
    with it; later ones go on."""
    held: list[Route] = []

    def hesitate(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    page.route(pattern, hesitate)
    return held


def until(page: Page, expression: str, *, arg: Any = None) -> None:
    """Wait until an expression is true in the page. Playwright's own waiting evaluates it from
    within, which the content policy forbids wherever it is not true at once."""
    end = time.monotonic() + PATIENCE
    while not _is_true(page, expression, arg):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(50)


def _is_true(page: Page, expression: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error as error:
        if "context was destroyed" in error.message:
            return False
        raise
