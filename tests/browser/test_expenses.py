"""An expense with a photo on the phone, claimed and agreed to there; goods sent from an order."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.chromium import PHONE
from tests.world import World
from zhuixiao.files.models import StoredFile
from zhuixiao.sales.choices import ClaimState
from zhuixiao.sales.models import Expense, ExpenseClaim

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A receipt as a phone takes it, with the place in its EXIF data."""
    held, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "secret maker"
    Image.new("RGB", (600, 800), "ivory").save(held, "JPEG", exif=exif)
    path = tmp_path / "发票.jpg"
    path.write_bytes(held.getvalue())
    return path


def test_an_expense_without_a_type_or_a_connection_keeps_its_words(
    world: World, desk: Desk
) -> None:
    allowed = ("ERR_INTERNET_DISCONNECTED", "422", "htmx:sendError", "htmx:afterRequest")
    phone = desk(world.zheng, "/expenses/", allowed=allowed, **PHONE)
    phone.get_by_role("link", name="记一笔费用").first.click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("金额").fill("35.50")
    dialog.get_by_label("用途").fill("打车")
    phone.wait_for_timeout(600)
    # The draft of this browser is older than what is sent.
    dialog.get_by_label("用途").fill("打车去迪宏")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_text("请选择费用类型")).to_be_in_viewport()
    expect(dialog.get_by_label("用途")).to_have_value("打车去迪宏")
    dialog.locator(".chip-check", has_text="交通").click()
    phone.context.set_offline(True)
    dialog.get_by_role("button", name="保存").click()
    expect(phone.locator(".toast-error")).to_contain_text("网络已断开")
    expect(dialog.get_by_label("用途")).to_have_value("打车去迪宏")
    phone.context.set_offline(False)
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    assert Expense.objects.get().purpose == "打车去迪宏"


def test_a_taxi_is_photographed_claimed_and_agreed_to_on_the_phone(
    world: World, desk: Desk, photo: Path
) -> None:
    phone = desk(world.zheng, "/expenses/", **PHONE)
    phone.get_by_role("link", name="记一笔费用").first.click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("金额").fill("35.50")
    dialog.locator("input[type=file]").set_input_files(photo)
    expect(dialog.locator("[data-uploads-list] img")).to_be_visible()
    dialog.locator(".chip-check", has_text="交通").click()
    dialog.get_by_label("用途").fill("打车去迪宏")
    dialog.get_by_role("button", name="保存").click()
    expect(phone.get_by_text("打车去迪宏")).to_be_visible()
    assert Expense.objects.get().amount == 3_550
    stored = StoredFile.objects.get()
    assert (stored.kind, stored.is_image) == ("expense", True)

    phone.goto("/claims/new/")
    expect(phone.get_by_role("checkbox")).to_be_checked()
    phone.get_by_role("button", name="提交审批").click()
    expect(phone).to_have_url(re.compile(r"/claims/\d+/"))
    expect(phone.get_by_text("审批中").first).to_be_visible()

    head = desk(world.manager, "/approvals/", **PHONE)
    expect(head.get_by_text("35.50").first).to_be_visible()
    head.get_by_role("button", name="同意").click()
    expect(head.get_by_text("没有待审批的")).to_be_visible()
    assert ExpenseClaim.objects.get().state == ClaimState.APPROVED
    width = "document.documentElement.scrollWidth"
    for path in ("/expenses/", "/claims/", phone.url, "/shipments/"):
        phone.goto(path)
        assert phone.evaluate(width) <= 390, path
