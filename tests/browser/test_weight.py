"""How much a first visit loads, compressed as the server does it; the font is apart."""

from typing import Any

import brotli
import pytest
from playwright.sync_api import Response

from tests.browser.conftest import Desk
from tests.chromium import PHONE
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# Kilobytes, from the budgets of the interface.
LIST, SHELL_OF_PHONE = 150, 100


def weight(desk: Desk, person: Any, path: str, **options: Any) -> float:
    """Kilobytes of a page and of everything it asks for."""
    page = desk(person, "about:blank", **options)
    sizes: list[int] = []

    def note(response: Response) -> None:
        is_font = response.request.resource_type == "font"
        if response.status == 200 and not is_font and not response.url.startswith("data:"):
            sizes.append(len(brotli.compress(response.body(), quality=11)))

    page.on("response", note)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 3
    return sum(sizes) / 1024


@pytest.mark.parametrize("path", ["/", "/customers/", "/tasks/", "/calendar/", "/reports/"])
def test_a_first_visit_to_a_list_keeps_its_budget(desk: Desk, world: World, path: str) -> None:
    assert weight(desk, world.zheng, path) <= LIST


def test_the_shell_on_a_phone_keeps_its_budget(desk: Desk, world: World) -> None:
    assert weight(desk, world.zheng, "/", **PHONE) <= SHELL_OF_PHONE


def test_a_list_on_a_phone_weighs_no_more_than_on_a_desk(desk: Desk, world: World) -> None:
    assert weight(desk, world.zheng, "/customers/", **PHONE) <= LIST
