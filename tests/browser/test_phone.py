"""The phone: opens without network, keeps what is entered, sends it once, forgets at log-out."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request, Response, Route, expect

from tests import chromium
from tests.world import PASSWORD, World, actor
from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.activities.actions import tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.activities.models import Activity, Task
from zhuixiao.customers.actions import creating, transferring
from zhuixiao.field.phone import files as phone_files
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
PHONE = {
    **chromium.PHONE,
    "service_workers": "allow",
    "permissions": ["geolocation"],
    "geolocation": {"latitude": 22.5431, "longitude": 114.0579, "accuracy": 12},
}
CONTROLLED = "navigator.serviceWorker.controller?.state === 'activated'"
OFFLINE, ABORTED = "ERR_INTERNET_DISCONNECTED", "ERR_FAILED"
Hold = Callable[..., Page]


@pytest.fixture
def hold(live_server: Any, world: World, browser: Browser) -> Iterator[Hold]:
    """hold(employee) -> the phone's page in the hand of a person who has logged in."""
    with ExitStack() as stack:

        def take(employee: Employee, *, allowed: tuple[str, ...] = (OFFLINE,)) -> Page:
            page = stack.enter_context(
                chromium.watched(browser, base_url=live_server.url, allowed=allowed, **PHONE)
            )
            # The page's worker keeps ways past a page.route() that comes after it.
            page.route("**/nowhere", lambda route: route.continue_())
            log_in(page, employee, live_server.url)
            page.goto("/field/m/")
            expect(page.locator(".phone-hello h1")).to_have_text(employee.name)
            chromium.until(page, CONTROLLED)
            return page

        yield take


def log_in(page: Page, employee: Employee, url: str) -> None:
    client = Client()
    client.force_login(employee, backend="zhuixiao.accounts.backends.EmployeeBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def add_customer(world: World, name: str = "广州迪宏") -> int:
    new = creating.NewCustomer({"name": name}, owner=world.zheng)
    return creating.create(by=actor(world.zheng), new=new).pk


def cut(page: Page, *, off: bool = True) -> None:
    page.context.set_offline(off)


def write_record(page: Page, subject: str = "回访样品") -> None:
    page.goto("/field/m/#/activity")
    page.get_by_role("searchbox", name="客户").fill("迪宏")
    page.locator(".phone-option", has_text="广州迪宏").click()
    page.get_by_label("主题").fill(subject)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#phone-main[data-screen=today]")).to_be_visible()


def test_it_opens_without_network_after_one_visit(world: World, hold: Hold) -> None:
    page = hold(world.zheng)
    cut(page)
    page.reload()
    expect(page.locator(".phone-hello h1")).to_have_text("郑斌")
    expect(page.locator("#phone-sync")).to_have_text("离线")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.phone-tabs')).position") == "fixed"
    )


def test_the_word_about_one_entry_does_not_lie_on_the_button_of_the_next(
    world: World, hold: Hold
) -> None:
    add_customer(world)
    page = hold(world.zheng)
    write_record(page)
    page.goto("/field/m/#/activity")
    expect(page.locator(".phone-toast")).to_be_visible()
    page.get_by_role("button", name="保存").click(trial=True, timeout=2_000)
    expect(page.locator(".phone-toast")).to_be_visible()


def test_a_browser_takes_it_for_an_app(world: World, hold: Hold) -> None:
    page = hold(world.zheng)
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert not found["errors"]
    told = json.loads(found["data"])
    assert (told["name"], told["start_url"], told["display"]) == (
        "追销 CRM",
        "/field/m/",
        "standalone",
    )
    # Playwright's windows are private ones, the only thing left that Chromium minds.
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in found} <= {"in-incognito"}


def test_what_is_written_without_network_arrives_once_it_is_back(world: World, hold: Hold) -> None:
    add_customer(world)
    task = tasks.add(
        by=actor(world.zheng),
        new=NewTask(title="寄样品", due_on=world.company.today(actor(world.zheng).at)),
    )
    page = hold(world.zheng)
    cut(page)
    write_record(page)
    page.get_by_role("button", name="完成：寄样品").click()
    expect(page.locator("#phone-sync")).to_have_text("待上传 2")
    page.reload()
    expect(page.locator("#phone-sync")).to_have_text("待上传 2")
    cut(page, off=False)
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    row = Activity.objects.get()
    assert (row.subject, row.recorded_by) == ("回访样品", world.zheng)
    assert Task.objects.get(pk=task.pk).is_done


def test_an_expired_session_keeps_what_waits_and_sends_it_after_the_log_in(
    world: World, hold: Hold, live_server: Any
) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(OFFLINE, "401"))
    world.zheng.sessions.all().delete()
    write_record(page)
    expect(page.locator("#phone-banner")).to_contain_text("登录已过期")
    expect(page.locator("#phone-sync")).to_have_text("待上传 1")
    assert not Activity.objects.exists()
    log_in(page, world.zheng, live_server.url)
    page.goto("/field/m/")
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Activity.objects.count() == 1


def test_what_the_server_refuses_says_why_and_can_be_mended_or_deleted(
    world: World, hold: Hold
) -> None:
    first = add_customer(world)
    add_customer(world, "常德华天")
    page = hold(world.zheng, allowed=(OFFLINE, "422"))
    cut(page)
    write_record(page)
    transferring.transfer(by=actor(world.boss), customer_ids=[first], owner=world.li)
    cut(page, off=False)
    expect(page.locator("#phone-sync")).to_have_text("失败 1", timeout=15_000)
    page.locator("#phone-sync").click()
    entry = page.locator("[data-item]")
    expect(entry).to_contain_text("请选择客户")
    entry.get_by_role("link", name="编辑").click()
    page.get_by_role("searchbox", name="客户").fill("华天")
    page.locator(".phone-option", has_text="常德华天").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Activity.objects.get().customer.name == "常德华天"


def test_a_report_begun_on_the_way_is_handed_in(world: World, hold: Hold) -> None:
    page = hold(world.zheng)
    cut(page)
    page.get_by_role("link", name="写日报").click()
    page.locator("[name=summary]").fill("拜访了广州迪宏\n报价已发")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#phone-sync")).to_have_text("待上传 1")
    cut(page, off=False)
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    report = WorkReport.objects.get()
    assert report.is_submitted
    assert report.summary == ["拜访了广州迪宏", "报价已发"]


def test_without_network_a_report_begins_with_what_happened(world: World, hold: Hold) -> None:
    by = actor(world.zheng, at=timezone.now())
    creating.create(by=by, new=creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng))
    page = hold(world.zheng)
    cut(page)
    page.get_by_role("link", name="写日报").click()
    text = page.locator("[name=summary]")
    expect(text).to_have_value("新增客户 1 家：广州迪宏")
    page.get_by_text("勾选要写进总结的内容").click()
    tick = page.get_by_role("checkbox", name="新增客户 1 家：广州迪宏")
    expect(tick).to_be_checked()
    tick.uncheck()
    expect(text).to_have_value("")
    tick.check()
    text.fill("新增客户 1 家：广州迪宏\n报价已发")
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("#phone-sync")).to_have_text("待上传 1")
    cut(page, off=False)
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert WorkReport.objects.get().summary == ["新增客户 1 家：广州迪宏", "报价已发"]


def test_words_typed_before_the_desk_saved_do_not_overwrite_it(world: World, hold: Hold) -> None:
    page = hold(world.zheng, allowed=(OFFLINE, "409"))
    page.get_by_role("link", name="写日报").click()
    page.locator("[name=summary]").fill("手机上写的")
    by = actor(world.zheng, at=timezone.now())
    period = Period.of(PeriodKind.DAY, by.today)
    writing.save(by=by, kind=ReportKind.DAY, period=period, summary=["电脑上写的"], plan=[])
    page.goto("/field/m/")
    with page.expect_response("**/field/m/state"):
        page.reload()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="写日报").click()
    expect(page.locator("[name=summary]")).to_have_value("手机上写的")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#phone-sync")).to_have_text("失败 1", timeout=15_000)
    assert WorkReport.objects.get().summary == ["电脑上写的"]
    page.locator("#phone-sync").click()
    page.locator("[data-item]").get_by_role("link", name="编辑").click()
    page.get_by_role("button", name="保留我的").click()
    page.wait_for_url("**/field/m/#/")
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert WorkReport.objects.get().summary == ["手机上写的"]


def sent_after_a_cut(page: Page, *subjects: str) -> list[str]:
    """Write these without network; where the phone sent them once it is back."""
    asked: list[str] = []

    def note(sent: Request) -> None:
        if "/outbox" in sent.url:
            asked.append(sent.url.partition("/field/m/")[2])

    cut(page)
    for subject in subjects:
        write_record(page, subject)
    page.on("request", note)
    cut(page, off=False)
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert [row.subject for row in Activity.objects.order_by("pk")] == list(subjects)
    return asked


def test_what_waited_goes_in_one_request(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(OFFLINE,))
    assert sent_after_a_cut(page, "报价", "寄样品", "合同") == ["outbox/several"]
    expect(page.locator(".phone-toast")).to_have_text("已上传 3 条")


def test_where_several_do_not_arrive_they_go_one_by_one(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(OFFLINE, "500"))
    page.route("**/outbox/several", lambda route: route.fulfill(status=500, body="<p>"))
    assert sent_after_a_cut(page, "报价", "寄样品") == ["outbox/several", "outbox", "outbox"]


def test_one_that_breaks_the_server_holds_up_no_other(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(OFFLINE, "500"))

    def break_down(route: Route) -> None:
        if "寄样品" in (route.request.post_data or ""):
            route.fulfill(status=500, body="<p>")
        else:
            route.continue_()

    page.route("**/field/m/outbox**", break_down)
    cut(page)
    for subject in ("报价", "寄样品", "合同"):
        write_record(page, subject)
    cut(page, off=False)
    expect(page.locator("#phone-sync")).to_have_text("待上传 1", timeout=15_000)
    assert {row.subject for row in Activity.objects.all()} == {"报价", "合同"}


def test_an_answer_of_somebody_on_the_way_is_no_receipt(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=("403",))
    answers = iter([(200, "{}"), (403, '{"message": "portal"}')])

    def answer(route: Route) -> None:
        status, body = next(answers, (0, ""))
        if status:
            route.fulfill(status=status, body=body, content_type="application/json")
        else:
            route.continue_()

    page.route("**/field/m/outbox", answer)
    with page.expect_response("**/field/m/outbox"):
        write_record(page)
    page.goto("/field/m/#/queue")
    entry = page.locator("[data-item]")
    # Once more by itself, soon.
    expect(entry).to_contain_text("已尝试 2 次", timeout=10_000)
    entry.get_by_role("button", name="重试").click()
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Activity.objects.count() == 1


HURRY = """AbortSignal.timeout = ((patience) => (ms) => patience(ms / 20))(
    AbortSignal.timeout.bind(AbortSignal))"""


def test_a_question_that_nobody_answers_holds_up_nothing(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng)
    page.evaluate(HURRY)
    chromium.held_back(page, "**/field/m/session")
    write_record(page)
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Activity.objects.count() == 1


STORES = "indexedDB.databases().then((all) => all.map((one) => one.name).join())"


def test_logging_out_wipes_the_phone_and_says_what_would_be_lost(world: World, hold: Hold) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(ABORTED, "401"))
    assert page.evaluate(STORES)
    page.route("**/field/m/outbox**", lambda route: route.abort())
    write_record(page)
    page.goto("/field/m/#/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="有 1 条还没上传")).to_be_visible()
    page.get_by_role("button", name="有 1 条还没上传").click()
    page.wait_for_url("**/login/**")
    assert page.evaluate(STORES) == ""
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0


def test_the_phone_of_who_has_left_is_empty(
    world: World, browser: Browser, live_server: Any
) -> None:
    with chromium.watched(browser, base_url=live_server.url, allowed=("401",), **PHONE) as page:
        page.goto("/login/")
        page.fill("[name=username]", "zhengbin")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        page.goto("/field/m/")
        expect(page.locator(".phone-hello h1")).to_have_text("郑斌")
        employees.deactivate(by=actor(world.boss), employee=world.zheng)
        page.reload()
        expect(page.locator(".phone-welcome")).to_be_visible()
        # The browser empties the store on the server's order, a moment before or after.
        chromium.until(page, f"{STORES}.then((names) => names === '')")


def test_two_people_on_one_phone_do_not_meet(world: World, hold: Hold, live_server: Any) -> None:
    add_customer(world)
    page = hold(world.zheng, allowed=(ABORTED,))
    page.route("**/field/m/outbox**", lambda route: route.abort())
    write_record(page)
    log_in(page, world.chen, live_server.url)
    page.reload()
    expect(page.locator(".phone-hello h1")).to_have_text("陈敏")
    expect(page.locator("#phone-sync")).to_have_text("已保存")
    page.unroute("**/field/m/outbox**")
    log_in(page, world.zheng, live_server.url)
    page.reload()
    expect(page.locator(".phone-hello h1")).to_have_text("郑斌")
    expect(page.locator("#phone-sync")).to_have_text("已保存", timeout=15_000)
    assert Activity.objects.get().recorded_by == world.zheng


def test_it_weighs_less_than_a_hundred_kilobytes(
    world: World, browser: Browser, live_server: Any
) -> None:
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        if response.status == 200:
            sizes[response.url] = len(brotli.compress(response.body(), quality=11))

    options = {**PHONE, "service_workers": "block"}
    with chromium.watched(browser, base_url=live_server.url, **options) as page:
        log_in(page, world.zheng, live_server.url)
        page.on("response", note)
        page.goto("/field/m/")
        page.wait_for_load_state("networkidle")
    assert len(sizes) > 10
    assert sum(sizes.values()) <= 100 * 1024, sizes


def test_the_shell_is_nobodys(world: World, client_of: Any) -> None:
    shells = {client_of(person).get("/field/m/").content for person in (world.zheng, world.chen)}
    assert len(shells) == 1
    assert "郑斌".encode() not in shells.pop()


def test_a_new_version_waits_and_never_interrupts_a_form(
    world: World, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = hold(world.zheng)
    page.reload()
    page.goto("/field/m/#/activity")
    page.get_by_label("主题").fill("回访")
    before = page.evaluate("caches.keys()")
    monkeypatch.setattr(phone_files, "STYLES", (*phone_files.STYLES, "app/css/print.css"))
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    chromium.until(page, "caches.keys().then((all) => all.length === 2)")
    page.wait_for_timeout(500)
    expect(page.get_by_text("有新版本")).to_be_hidden()
    expect(page.get_by_label("主题")).to_have_value("回访")
    page.goto("/field/m/#/")
    expect(page.get_by_text("有新版本，点此刷新")).to_be_visible()
    page.get_by_role("button", name="刷新").click()
    chromium.until(
        page,
        "([old]) => caches.keys().then((all) => all.length === 1 && all[0] !== old)",
        arg=before,
    )
    expect(page.locator(".phone-hello h1")).to_have_text("郑斌")


def test_a_long_name_of_the_company_stays_on_one_line_beside_the_chip(
    world: World, hold: Hold
) -> None:
    Company.objects.update(name="广东晨光温控设备制造（集团）股份有限公司")
    page = hold(world.zheng)
    line = page.locator(".phone-hello p").first
    one_line = line.evaluate("one => 1.9 * parseFloat(getComputedStyle(one).fontSize)")
    height = line.evaluate("one => one.clientHeight")
    assert height < one_line
