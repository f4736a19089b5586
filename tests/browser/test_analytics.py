"""A table is composed with its preview beside it, kept, and its numbers open."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.chromium import PHONE
from tests.world import World, actor
from zhuixiao.analytics.models import SummaryTable
from zhuixiao.customers.actions import creating

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_table_is_composed_kept_and_opened(world: World, desk: Desk) -> None:
    by = actor(world.zheng, at=timezone.now())
    for name in ("广州迪宏", "佛山恒达"):
        creating.create(by=by, new=creating.NewCustomer({"name": name}, owner=world.zheng))
    page = desk(world.boss, "/tables/")
    page.get_by_role("link", name="每人每月新客户与联系").click()
    preview = page.locator(".studio-preview")
    expect(preview.get_by_role("row", name="郑斌")).to_contain_text("2")
    page.get_by_label("行", exact=True).select_option("department")
    expect(preview.get_by_role("row", name="华南分公司")).to_contain_text("2")
    page.get_by_label("再按").select_option("employee")
    expect(preview.get_by_role("rowheader", name="郑斌")).to_be_visible()
    page.get_by_label("图", exact=True).select_option("bars")
    expect(preview.get_by_role("img", name="图")).to_be_visible()
    page.get_by_role("button", name="保存").click()
    expect(page).to_have_url(f"/tables/{SummaryTable.objects.get().pk}/")
    page.get_by_role("row", name="华南分公司 郑斌").get_by_role("link", name="2").last.click()
    expect(page.get_by_text("佛山恒达")).to_be_visible()

    phone = desk(world.boss, f"/tables/{SummaryTable.objects.get().pk}/", **PHONE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
