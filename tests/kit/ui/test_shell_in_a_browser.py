"""What the shell does in a real Chromium, at a desk and on a phone."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.chromium import PHONE
from tests.world import World

from .conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Chromium and htmx report every answer of 400 and above as an error of the page.
REFUSALS = ("the server responded with a status of", "Response Status Error Code")


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{row['id']}: {node['target']} {node['failureSummary']}"
        for row in found
        if row["impact"] in {"serious", "critical"}
        for node in row["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
def test_the_components_are_accessible(
    visit: Visit, world: World, theme: str, device: dict[str, Any]
) -> None:
    world.boss.theme = theme
    world.boss.save()
    page = visit("/", bypass_csp=True, **device)
    page.wait_for_timeout(300)
    assert serious(page) == []


@pytest.mark.parametrize("path", ["/", "/dialog/", "/login/"])
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_dialog_keeps_what_was_refused_and_closes_on_success(visit: Visit) -> None:
    page = visit("/", allowed=REFUSALS)
    page.click(".page-actions [data-dialog]")
    dialog = page.locator("#dialog")
    subject = dialog.locator("[name=subject]")
    expect(subject).to_be_focused()
    subject.fill("   ")
    dialog.locator("[name=text]").fill("客户很满意")
    page.keyboard.press("Control+Enter")
    expect(dialog.locator(".form-error")).to_be_visible()
    expect(dialog.locator("[name=text]")).to_have_value("客户很满意")
    subject.fill("寄样品")
    page.keyboard.press("Control+Enter")
    expect(dialog).not_to_be_visible()
    expect(page.locator(".toast")).to_contain_text("行动记录已保存")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".toast")).to_have_count(0)


def test_a_rules_no_is_a_toast_and_wipes_nothing(visit: Visit) -> None:
    page = visit("/", allowed=REFUSALS)
    page.get_by_role("button", name="被拒绝").click()
    expect(page.locator(".toast-error")).to_have_text(re.compile("产品已停用"))
    expect(page.get_by_role("button", name="被拒绝")).to_be_visible()


def test_two_edits_at_once_open_the_conflict_dialog(visit: Visit) -> None:
    page = visit("/", allowed=REFUSALS)
    page.get_by_role("button", name="冲突").click()
    expect(page.locator("#dialog")).to_contain_text("139 0013 9000")


def test_an_expired_session_asks_for_a_log_in_and_sends_again(visit: Visit) -> None:
    page = visit("/", allowed=REFUSALS)
    page.get_by_role("button", name="过期").click()
    expect(page.locator("#session")).to_be_visible()
    page.locator("[data-session-retry]").click()
    expect(page.locator("#session")).not_to_be_visible()
    expect(page.locator(".toast-success")).to_be_visible()


def test_who_has_logged_in_elsewhere_sends_again_without_noticing(visit: Visit) -> None:
    page = visit("/", allowed=REFUSALS)
    page.context.add_cookies([{"name": "refused", "value": "1", "url": page.url}])
    page.get_by_role("button", name="过期").click()
    expect(page.locator(".toast-success")).to_be_visible()
    expect(page.locator("#session")).not_to_be_visible()


def test_typed_text_survives_a_reload_until_it_is_discarded(visit: Visit) -> None:
    page = visit("/dialog/")
    page.locator("[name=text]").fill("邹工要中文显示")
    page.wait_for_timeout(600)
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("邹工要中文显示")
    page.get_by_role("button", name="放弃").click()
    expect(page.locator("[name=text]")).to_have_value("")
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("")


def test_a_group_ticks_and_clears_its_people(visit: Visit) -> None:
    page = visit("/dialog/")
    group = page.get_by_role("button", name="酒店组")
    ticked = page.locator("[name=executors]:checked")
    group.click()
    expect(ticked).to_have_count(4)
    expect(group).to_have_attribute("aria-pressed", "true")
    page.get_by_label("郑斌").uncheck()
    expect(group).to_have_attribute("aria-pressed", "mixed")
    group.click()
    group.click()
    expect(ticked).to_have_count(0)


def test_a_chip_fills_the_date(visit: Visit) -> None:
    page = visit("/dialog/")
    page.get_by_role("button", name="3 天后").click()
    expect(page.locator("[name=at]")).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d$"))


def test_the_command_box_finds_and_goes(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Control+k")
    options = page.locator("#palette [role=option]")
    expect(options.first).to_be_visible()
    page.keyboard.type("华天")
    expect(options.first).to_contain_text("常德华天城大酒店")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/panel/1/")


def test_the_keyboard_map_lists_what_the_page_offers(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("?")
    expect(page.locator("#keymap")).to_contain_text("写行动记录")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.locator("#dialog")).to_contain_text("写行动记录")


def test_g_and_a_letter_go_to_a_page(visit: Visit) -> None:
    page = visit("/dialog/")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_j_and_k_walk_the_rows_with_the_panel_open(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="广州迪宏电子有限公司").click()
    title = page.locator("#panel .dialog-title")
    expect(title).to_have_text("广州迪宏电子有限公司")
    page.keyboard.press("j")
    expect(title).to_have_text("常德华天城大酒店")
    assert page.url.endswith("?peek=1")
    page.keyboard.press("k")
    expect(title).to_have_text("广州迪宏电子有限公司")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()


def test_a_shared_address_opens_the_same_panel(visit: Visit) -> None:
    page = visit("/?peek=2")
    expect(page.locator("#panel .dialog-title")).to_have_text("益阳润晨置业")


def test_the_rail_stays_narrow_on_the_next_page(visit: Visit) -> None:
    page = visit("/")
    page.locator("[data-rail-toggle]").click()
    page.reload()
    assert page.locator(".rail").bounding_box()["width"] == 60  # type: ignore[index]


def test_a_double_click_sends_a_form_once(visit: Visit) -> None:
    page = visit("/dialog/", allowed=REFUSALS)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("[name=subject]").fill("寄样品")
    # In one go: on a busy machine an answer could come between the two clicks of a person.
    twice = "button => { button.click(); button.click(); }"
    page.locator("form button[type=submit]").evaluate(twice)
    page.wait_for_timeout(400)
    assert sent.count("POST") == 1


def test_a_phone_has_large_targets_and_the_plus_in_the_middle(visit: Visit) -> None:
    page = visit("/", **PHONE)
    bar = page.locator(".phonebar")
    boxes = [item.bounding_box() for item in bar.locator(":scope > *").all()]
    assert [round(box["width"]) for box in boxes if box] == [76] * 5
    assert all(box and box["height"] >= 48 for box in boxes)
    bar.locator("summary").click()
    bar.locator(".menu-item").click()
    expect(page.locator("#dialog")).to_contain_text("写行动记录")


def test_a_searchable_select_comes_with_its_library(visit: Visit) -> None:
    page = visit("/")
    page.locator(".ts-control").click()
    page.keyboard.type("湖")
    expect(page.locator(".ts-dropdown .option")).to_have_count(1)
