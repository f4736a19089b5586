"""The walk of a working day in a real Chromium, at the desk and on the phone."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import chromium
from tests.browser.conftest import Desk
from tests.world import World, actor
from zhuixiao.customers.actions import views
from zhuixiao.customers.actions.creating import NewCustomer, create_many
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer, View

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["广州迪宏酒店管理有限公司", "深圳恒达机电工程有限公司", "东莞瑞成装饰工程有限公司"]


@pytest.fixture
def customers(world: World) -> list[Customer]:
    """Three customers of 郑斌."""
    rows = [
        NewCustomer({"name": name, "phone": f"1380013800{number}"}, world.zheng)
        for number, name in enumerate(NAMES)
    ]
    return create_many(by=actor(world.zheng), rows=rows, reason=OwnerReason.CREATED)


def row(page: Page, name: str) -> Any:
    return page.locator("[data-grid-body] [role=row]", has_text=name)


@pytest.mark.parametrize("query", ["迪宏", "dh", "8000"])
def test_a_customer_is_found_by_two_characters_initials_or_the_tail_of_a_phone(
    desk: Desk, world: World, customers: list[Customer], query: str
) -> None:
    page = desk(world.zheng, "/customers/")
    expect(row(page, NAMES[1])).to_be_visible()
    page.get_by_role("searchbox").last.fill(query)
    expect(row(page, NAMES[1])).to_have_count(0)
    expect(row(page, NAMES[0])).to_be_visible()


def test_rows_are_walked_by_keyboard_with_the_panel_open(
    desk: Desk, world: World, customers: list[Customer]
) -> None:
    page = desk(world.zheng, "/customers/")
    row(page, NAMES[2]).get_by_role("gridcell").nth(2).click()
    page.keyboard.press("p")
    panel = page.locator("[data-customer]")
    expect(panel).to_be_visible()
    first = panel.get_attribute("data-customer")
    page.keyboard.press("j")
    expect(panel).not_to_have_attribute("data-customer", first or "")


def test_an_action_record_moves_everything_at_once_and_stands_in_the_daily_report(
    desk: Desk, world: World, customers: list[Customer]
) -> None:
    page = desk(world.zheng, f"/customers/{customers[0].pk}/")
    page.keyboard.press("f")
    form = page.locator("#dialog form").first
    form.get_by_label("主题").first.fill("电话了解在建项目")
    form.get_by_role("radio", name="电话拜访").check()
    form.get_by_role("button", name="明天").click()
    page.keyboard.press("Control+Enter")
    timeline = page.locator("#panel-timeline")
    expect(timeline.get_by_text("电话了解在建项目")).to_be_visible()
    expect(timeline.get_by_text("第 1 次交往")).to_be_visible()
    customer = Customer.objects.get(pk=customers[0].pk)
    assert customer.contact_count == 1
    assert customer.next_contact_on is not None
    page.goto("/reports/mine/")
    expect(page.get_by_text("电话了解在建项目")).to_be_visible()
    page.locator("#summary").fill("谈得不错\n客户要样品")
    page.locator("#plan").fill("寄样品")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("客户要样品")).to_be_visible()

    boss = desk(world.boss, "/reports/team/")
    boss.get_by_role("link", name="已提交").first.click()
    expect(boss.get_by_text("谈得不错")).to_be_visible()
    boss.locator("#comments textarea").fill("盯紧一点")
    boss.get_by_role("button", name="发送").click()
    expect(boss.get_by_text("盯紧一点")).to_be_visible()
    boss.locator(".stat", has_text="交往次数").click()
    expect(boss.get_by_text("电话了解在建项目")).to_be_visible()


def retype(page: Page, name: str, text: str) -> None:
    """Change the name of a customer in its cell by keyboard."""
    row(page, name).locator("[data-key=name]").focus()
    page.keyboard.press("F2")
    page.locator(".grid-input").fill(text)
    page.keyboard.press("Enter")


def test_a_cell_typed_without_a_connection_is_saved_by_enter_afterwards(
    desk: Desk, world: World, customers: list[Customer]
) -> None:
    page = desk(world.zheng, "/customers/", allowed=("ERR_INTERNET_DISCONNECTED",))
    page.context.set_offline(True)
    retype(page, NAMES[0], "广州迪宏酒店集团")
    expect(page.locator(".toast-error")).to_contain_text("网络已断开")
    expect(page.locator(".grid-input")).to_have_value("广州迪宏酒店集团")
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(row(page, "广州迪宏酒店集团").locator(".is-saved")).to_be_visible()
    assert Customer.objects.get(pk=customers[0].pk).name == "广州迪宏酒店集团"


def test_a_cell_typed_after_the_session_ended_is_saved_after_the_log_in(
    desk: Desk, world: World, customers: list[Customer]
) -> None:
    page = desk(world.zheng, "/customers/", allowed=("401",))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    retype(page, NAMES[0], "广州迪宏酒店集团")
    expect(page.locator("#session")).to_be_visible()
    page.context.add_cookies([{**cookie} for cookie in cookies])  # type: ignore[typeddict-item]
    page.locator("[data-session-retry]").click()
    expect(row(page, "广州迪宏酒店集团").locator(".is-saved")).to_be_visible()
    assert Customer.objects.get(pk=customers[0].pk).name == "广州迪宏酒店集团"


def test_a_report_sent_without_a_connection_stays_on_the_page(
    desk: Desk, world: World, customers: list[Customer]
) -> None:
    page = desk(world.zheng, "/reports/mine/", allowed=("ERR_INTERNET_DISCONNECTED",))
    page.locator("#summary").fill("谈得不错")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".toast-error")).to_contain_text("网络已断开")
    expect(page.locator("#summary")).to_have_value("谈得不错")
    page.context.set_offline(False)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("谈得不错")).to_be_visible()


def test_a_filter_is_saved_as_a_tab(desk: Desk, world: World, customers: list[Customer]) -> None:
    page = desk(world.zheng, "/customers/?last_contact=never")
    expect(row(page, NAMES[0])).to_be_visible()
    page.locator("[data-view-do=save-as]").click()
    dialog = page.locator("#dialog")
    dialog.locator("[name=name]").fill("迪宏系")
    dialog.locator("button.btn-primary").click()
    expect(page.get_by_role("link", name="迪宏系")).to_be_visible()
    assert View.objects.get(name="迪宏系").employee == world.zheng


def test_the_menu_of_the_table_stays_in_the_window_and_asks_before_a_view_goes(
    desk: Desk, world: World, customers: list[Customer]
) -> None:
    layout = views.Layout({}, [], [])
    view = views.save_new(by=actor(world.zheng), name="迪宏系", layout=layout)
    page = desk(world.zheng, f"/customers/?view={view.pk}")
    page.locator(".table-actions summary").click()
    box = page.locator(".table-actions .menu-list").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 1440
    page.locator(".table-actions .is-danger").click()
    page.locator("#confirm").get_by_role("button", name="取消").click()
    assert View.objects.filter(pk=view.pk).exists()


def test_the_day_works_on_a_phone(desk: Desk, world: World, customers: list[Customer]) -> None:
    page = desk(world.zheng, "/customers/", **chromium.PHONE)
    page.locator("[data-cards]").get_by_text(NAMES[0]).click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name=NAMES[0])).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_a_new_installation_is_set_up_once(
    live_server: Any, transactional_db: None, browser: Browser
) -> None:
    with chromium.watched(browser, allowed=("404",), base_url=live_server.url) as page:
        page.goto("/")
        page.locator("[name=name]").fill("晨光温控")
        page.locator("[name=boss_name]").fill("廖利")
        page.locator("[name=username]").fill("liaoli")
        page.locator("[name=password]").fill("Kaolin-Teacup-42")
        page.locator("[name=again]").fill("Kaolin-Teacup-42")
        page.locator("button.btn-primary").click()
        expect(page.get_by_text("廖利").first).to_be_visible()
        answer = page.goto("/setup/")
        assert answer is not None
        assert answer.status == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/customers/", "/activities/", "/tasks/", "/calendar/", "/reports/mine/", "/settings/"],
)
def test_pages_are_accessible(
    desk: Desk, world: World, customers: list[Customer], path: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = desk(world.manager, path, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    serious = [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found
        if rule["impact"] in {"serious", "critical"}
    ]
    assert not serious, serious
