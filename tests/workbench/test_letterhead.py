"""What the company's documents say about it, and the page that sets it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.conftest import ClientOf
from tests.world import World, actor, as_dealer
from zhuixiao.accounts.actions.letterhead import tax_number
from zhuixiao.accounts.letterhead import Letterhead
from zhuixiao.accounts.models import AuditEntry, Company
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.files import disk
from zhuixiao.files.embedding import data_address
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.workbench.actions.letterhead import LONGEST_SIDE, change

WORDS = Letterhead(
    name="晨光温控技术（深圳）有限公司",
    tax_number="91440300MA5DFT6K8G",
    address="深圳市南山区科技园 9 号",
    phone="0755-86001234",
    bank="招商银行深圳科技园支行",
    account="7559 1234 5610 888",
    footer="如有疑问，请致电。",
)


def held() -> Letterhead:
    return letterhead(Company.objects.get())


def logo_file() -> StoredFile:
    file_id = held().logo
    assert file_id
    return StoredFile.objects.get(pk=file_id)


def logo(name: str = "logo.png", *, side: int = 1000) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGBA", (side, side // 2), (0, 0, 255, 90)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def test_a_company_that_set_nothing_has_its_name(world: World) -> None:
    assert held() == Letterhead(name="晨光温控")


def test_what_is_saved_is_read_again_and_stands_in_the_log(world: World) -> None:
    change(by=actor(world.admin), values=replace(WORDS, tax_number="91440300 ma5dft6k8g "))
    assert held() == WORDS
    row = AuditEntry.objects.get(kind="letterhead")
    assert row.changes["tax_number"] == ["", "91440300MA5DFT6K8G"]
    change(by=actor(world.admin), values=WORDS)
    assert AuditEntry.objects.filter(kind="letterhead").count() == 1


def test_a_mistyped_tax_number_is_refused(world: World) -> None:
    for wrong in ("91440300MA5DFT6K8Q", "91440300MA5DFT6K8", "深圳", "12345678901234567890123"):
        with pytest.raises(RuleError) as caught:
            change(by=actor(world.boss), values=replace(WORDS, tax_number=wrong))
        assert caught.value.field == "tax_number"
    assert held().tax_number == ""


def test_old_and_foreign_tax_numbers_have_other_forms() -> None:
    assert tax_number("440301abc123456", currency="CNY") == "440301ABC123456"
    assert tax_number("11010519491231002x", currency="CNY") == "11010519491231002X"
    assert tax_number("DE 123 456 789", currency="EUR") == "DE123456789"
    assert tax_number("", currency="CNY") == ""


def test_the_logo_is_drawn_anew_small_and_stands_in_documents(world: World) -> None:
    change(by=actor(world.boss), values=WORDS, logo=logo())
    file = logo_file()
    assert (file.width, file.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert data_address(held().logo).startswith("data:image/png;base64,")
    assert data_address(None) == ""


def test_a_new_logo_takes_the_place_of_the_old_and_may_go(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    by = actor(world.boss)
    change(by=by, values=WORDS, logo=logo())
    first = logo_file()
    with django_capture_on_commit_callbacks(execute=True):
        change(by=by, values=WORDS, logo=logo(side=400))
    second = StoredFile.objects.get()
    assert second.pk != first.pk
    assert not disk.path_of(first.stored).exists()
    change(by=by, values=WORDS)
    assert held().logo == second.pk
    change(by=by, values=WORDS, is_logo_removed=True)
    assert held().logo is None
    assert not StoredFile.objects.exists()


def test_an_svg_or_a_text_is_no_logo(world: World) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content in (svg, b"hello", b"\x89PNG\r\n\x1a\nbroken"):
        with pytest.raises(RuleError) as caught:
            change(by=actor(world.boss), values=WORDS, logo=SimpleUploadedFile("a.png", content))
        assert caught.value.field == "logo"
    assert not StoredFile.objects.exists()
    assert held().name == "晨光温控"


def test_only_who_manages_may_change_it(world: World, client_of: ClientOf) -> None:
    with pytest.raises(NotAllowed):
        change(by=actor(world.zheng), values=WORDS, logo=logo())
    assert not StoredFile.objects.exists()
    for name in ("letterhead", "letterhead-sheet"):
        assert client_of(world.zheng).get(reverse(name)).status_code == 403


def test_the_page_saves_words_and_logo(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    page = client.get(reverse("letterhead")).content.decode()
    assert "抬头与票据信息" in page
    sent = {
        "name": WORDS.name,
        "tax_number": WORDS.tax_number,
        "footer": "一\r\n二",
        "logo": logo(),
    }
    response = client.post(reverse("letterhead"), sent)
    assert response.status_code == 303
    assert held().footer == "一\n二"
    assert held().amount_in_words is False
    page = client.get(reverse("letterhead")).content.decode()
    assert WORDS.tax_number in page
    assert f"/files/{held().logo}/" in page
    wrong = client.post(reverse("letterhead"), {"name": "甲", "tax_number": "1"})
    assert wrong.status_code == 422
    assert "请对照营业执照" in wrong.content.decode()


def test_everybody_inside_sees_the_logo(world: World, client_of: ClientOf) -> None:
    change(by=actor(world.boss), values=WORDS, logo=logo())
    url = reverse("files:download", args=[held().logo])
    assert client_of(world.zheng).get(url).status_code == 200
    assert client_of(as_dealer(world)).get(url).status_code == 200


def test_the_empty_sheet_shows_it_on_screen_and_as_pdf(world: World, client_of: ClientOf) -> None:
    change(by=actor(world.boss), values=WORDS, logo=logo())
    client = client_of(world.boss)
    page = client.get(reverse("letterhead-sheet") + "?print").content.decode()
    assert WORDS.name in page
    assert "data:image/png;base64," in page
    assert client.get(reverse("letterhead-sheet")).content.startswith(b"%PDF-")
