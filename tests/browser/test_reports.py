"""A weekly report grows out of the dailies by ticking; the manager reads by keyboard."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.chromium import PHONE
from tests.world import World, actor
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
