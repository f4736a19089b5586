"""A weekly report grows out of the dailies by ticking; the manager reads by keyboard."""

import unicodedata
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.chromium import PHONE
from tests.world import World, actor, role
from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import FollowUp
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind, ReportState
from zhuixiao.reports.models import ReportRead, WorkReport
from zhuixiao.reports.queries import review, team

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FITS = """[...document.querySelectorAll("[data-review] td")].every(
    (square) => square.scrollHeight <= square.clientHeight)"""
HEADS = ("tbody th", "thead th")


def test_a_weekly_is_ticked_together_and_read_by_keyboard(world: World, desk: Desk) -> None:
    now = timezone.now()
    last_week = Period.of(PeriodKind.WEEK, world.company.today(now)).previous()
    for number, summary in enumerate((["谈成迪宏", "寄样品"], ["回访老客户"])):
        day = last_week.start + timedelta(days=number)
        writing.save(
            by=actor(world.zheng, at=now),
            kind=ReportKind.DAY,
            period=Period.of(PeriodKind.DAY, day),
            summary=summary,
            plan=["送合同"],
        )
    query = f"?kind=week&day={last_week.start.isoformat()}"
    page = desk(world.zheng, f"/reports/mine/{query}")
    text = page.get_by_label("总结", exact=False).first
    expect(text).to_have_value("谈成迪宏\n寄样品\n回访老客户")
    page.get_by_text("勾选要写进总结的内容").click()
    page.get_by_label("寄样品").uncheck()
    expect(text).to_have_value("谈成迪宏\n回访老客户")
    page.get_by_label("寄样品").check()
    expect(text).to_have_value("谈成迪宏\n回访老客户\n寄样品")
    text.fill("谈成迪宏")
    expect(page.get_by_label("回访老客户")).not_to_be_checked()
    page.get_by_role("button", name="提交").click()
    expect(page).to_have_url(f"/reports/{WorkReport.objects.get(kind='week').pk}/")

    head = desk(world.manager, f"/reports/review/{query}")
    head.locator("[data-review] td").first.focus()
    names = head.locator("[data-review] thead th").all_inner_texts()
    for _step in range(next(n for n, text in enumerate(names) if "郑斌" in text) - 1):
        head.keyboard.press("ArrowRight")
    head.keyboard.press("ArrowDown")
    head.keyboard.press("ArrowUp")
    expect(head.locator("[data-review] td:focus")).to_contain_text("谈成迪宏")
    head.get_by_label("数字").uncheck()
    expect(head.locator(".review-numbers").first).to_be_hidden()
    head.locator("[data-review] td", has_text="谈成迪宏").focus()
    head.keyboard.press("Enter")
    expect(head.get_by_text("谈成迪宏")).to_be_visible()

    phone = desk(world.manager, f"/reports/review/{query}", **PHONE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_contact_before_midnight_is_of_the_company_s_day_wherever_the_browser_is(
    world: World, desk: Desk
) -> None:
    shanghai, los_angeles = ZoneInfo("Asia/Shanghai"), "America/Los_Angeles"
    night = datetime(2026, 5, 31, 23, 59, 58, tzinfo=shanghai)
    new = NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)
    customer = create(by=actor(world.zheng), new=new)
    with time_machine.travel(night, tick=False) as server:
        page = desk(world.zheng, timezone_id=los_angeles)

        def becomes(moment: datetime) -> None:
            server.move_to(moment, tick=False)
            page.clock.set_fixed_time(moment)

        becomes(night)
        page.goto(f"/customers/{customer.pk}/")
        page.keyboard.press("f")
        form = page.locator("#dialog form").first
        expect(form.get_by_label("日期")).to_have_value("2026-05-31")
        expect(form.get_by_label("时间")).to_have_value("23:59")
        form.get_by_label("主题").first.fill("最后一个电话")
        form.get_by_role("radio", name="电话拜访").check()
        form.get_by_role("button", name="明天").click()
        page.keyboard.press("Control+Enter")
        expect(page.locator("#panel-timeline").get_by_text("最后一个电话")).to_be_visible()
        assert str(FollowUp.objects.get().on) == "2026-06-01"
        page.goto("/reports/mine/")
        when = page.locator(".report-when")
        expect(when).to_contain_text("2026年5月31日")
        expect(page.locator(".stat", has_text="交往次数")).to_contain_text("1")
        page.locator("#summary").fill("今天最后一个电话")
        page.get_by_role("button", name="提交").click()
        expect(page.locator("main").get_by_text("今天最后一个电话")).to_be_visible()
        expect(page.get_by_text("迟交")).to_have_count(0)

        becomes(night + timedelta(seconds=3))
        assert page.evaluate("new Date().getDate()") == 31
        page.goto("/reports/mine/")
        expect(when).to_contain_text("2026年6月1日")
        expect(page.get_by_text("最后一个电话")).to_have_count(0)
        page.goto("/activities/new/")
        expect(page.get_by_label("日期").first).to_have_value("2026-06-01")


@pytest.fixture
def twelve(world: World) -> list[str]:
    """Twelve people who write reports, by name; each told of six weeks, 郑斌 not of the last."""
    by, sales = actor(world.boss), role("sales")
    for number in range(1, 13 - len(team.writers(world.boss))):
        employees.hire(
            by=by, name=f"新人{number}", username=f"new{number}", department=world.east, role=sales
        )
    Employee.objects.update(created_at=timezone.now() - timedelta(days=365))
    people = team.writers(world.boss)
    rows = [
        WorkReport(
            employee=person,
            department_id=person.department_id,
            kind=ReportKind.WEEK,
            start=week.start,
            end=week.end,
            summary=[f"{person.name}第{number}周谈成了", "客户对样品满意，下周签合同。" * 3],
            plan=[f"{person.name}第{number}周的计划"],
            state=ReportState.SUBMITTED,
            submitted_at=timezone.now(),
            submitted_on=week.end,
            created_at=timezone.now(),
        )
        for person in people
        for number, week in enumerate(weeks(world), start=1)
        if (person.name, number) != ("郑斌", 1)
    ]
    WorkReport.objects.bulk_create(rows)
    return [person.name for person in people]


def weeks(world: World) -> list[Period]:
    """The last six whole ones, the last first."""
    this = Period.of(PeriodKind.WEEK, world.company.today(timezone.now()))
    return review.periods(this.previous(), 6)


def test_twelve_people_and_six_weeks_are_read_by_keyboard(
    world: World, desk: Desk, twelve: list[str]
) -> None:
    page = desk(world.boss, f"/reports/review/?kind=week&day={weeks(world)[0].start}&count=6")
    box = page.locator(".review-box")
    here = page.locator("[data-review] td:focus")

    def is_in_sight() -> bool:
        """Not behind the column of periods or the row of names, which stay in their place."""
        cell, frame = here.bounding_box(), box.bounding_box()
        week, name = (page.locator(f"[data-review] {one}").first.bounding_box() for one in HEADS)
        assert cell
        assert frame
        assert week
        assert name
        right = frame["x"] + frame["width"]
        is_right_of_weeks = week["x"] + week["width"] - 1 <= cell["x"] < right
        return is_right_of_weeks and name["y"] + name["height"] - 1 <= cell["y"]

    page.locator("[data-review] td").first.focus()
    for _step in range(13):
        page.keyboard.press("ArrowRight")
    for _step in range(7):
        page.keyboard.press("ArrowDown")
    expect(here).to_contain_text(f"{twelve[-1]}第6周谈成了")
    assert is_in_sight()
    for _step in range(9):
        page.keyboard.press("ArrowLeft")
    for _step in range(3):
        page.keyboard.press("ArrowUp")
    expect(here).to_contain_text(f"{twelve[2]}第3周谈成了")
    assert is_in_sight()

    page.keyboard.press("Enter")
    expect(page.locator("main").get_by_text(f"{twelve[2]}第3周的计划")).to_be_visible()
    page.go_back()
    square = page.locator("[data-review] td", has_text=f"{twelve[2]}第3周谈成了")
    page.reload()
    expect(square).to_contain_text("已阅")
    assert ReportRead.objects.get().report.employee.name == twelve[2]

    page.get_by_role("checkbox", name="计划").focus()
    page.keyboard.press("Space")
    expect(square.locator(".review-plan")).to_be_hidden()
    expect(square.locator(".review-summary")).to_be_visible()
    page.get_by_role("button", name="把 70 份标为已读").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已标为已读")).to_be_visible()
    assert ReportRead.objects.filter(employee=world.boss).count() == 71
    expect(page.get_by_role("button", name="标为已读")).to_have_count(0)


def test_the_review_prints_every_chosen_report_and_nothing_else(
    world: World, desk: Desk, twelve: list[str]
) -> None:
    people = Employee.objects.filter(name__in=twelve[:5])
    chosen = "".join(f"&of=e{person.pk}" for person in people)
    page = desk(world.boss, f"/reports/review/?kind=week&day={weeks(world)[0].start}{chosen}")
    page.emulate_media(media="print")
    for hidden in (".rail", ".topbar", ".review-parts", "form.filters", ".report-bar"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.evaluate(FITS), "words of one square run into the next"
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    words = "".join(sheet.extract_text() for sheet in sheets).split()
    text = unicodedata.normalize("NFKC", "".join(words))
    for name in twelve[:5]:
        for number in range(1, 7):
            if (name, number) != ("郑斌", 1):
                assert f"{name}第{number}周谈成了" in text
                assert f"{name}第{number}周的计划" in text
    assert twelve[6] not in text
    assert "公海" not in text
    assert 2 <= len(sheets) <= 6
