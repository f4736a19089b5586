"""Documents as PDF files."""

import sys
from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.kit.documents import demo
from zhuixiao.accounts.letterhead import Letterhead
from zhuixiao.kit import documents
from zhuixiao.kit.documents import paper

LETTERHEAD = Letterhead("晨光温控")


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def quote(language: str, *, count: int = 6) -> PdfReader:
    filled = demo.context(language, count=count)
    title = demo.TITLES[language]
    return read(documents.pdf(demo.TEMPLATE, filled, title=title, language=language))


def test_a_chinese_quote_says_all_in_chinese_letters() -> None:
    reader = quote("zh-hans")
    text = text_of(reader)
    for word in (
        "晨光温控技术（深圳）有限公司",
        "报价单",
        "BJ-20260302-017",
        "甲方（盖章）",
        "税号",
    ):
        assert word in text, word
    assert "人民币捌万叁仟壹佰贰拾伍元伍角整" in text
    assert "83,125.50" in text
    assert reader.metadata is not None
    assert reader.metadata.title == "报价单"
    assert len(reader.pages) == 1


def test_an_english_quote_has_no_chinese_word() -> None:
    text = text_of(quote("en"))
    assert "Tax number" in text
    assert "Total CNY" in text
    assert not [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]


def test_each_page_of_a_long_one_has_its_number_and_the_head_of_the_table() -> None:
    reader = quote("zh-hans", count=60)
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{number} / {len(reader.pages)}" in text
        assert "报价单 BJ-20260302-017" in " ".join(text.split())
        assert "产品及规格" in text or number == len(reader.pages)


def test_paper_is_a4_and_the_logo_stands_on_it() -> None:
    page = quote("en").pages[0]
    width, height = (round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
    assert (width, height) == (210, 297)
    assert len(page.images) == 1


def test_a_document_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    filled = {"letterhead": LETTERHEAD, "text": "长" * paper.MOST_CHARACTERS}
    with pytest.raises(documents.TooLong):
        documents.pdf("demo_plain.html", filled, title="x", language="en")
    monkeypatch.setattr(paper, "MOST_PAGES", 1)
    with pytest.raises(documents.TooLong):
        quote("en", count=60)


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer on which WeasyPrint cannot be imported."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    documents.is_available.cache_clear()
    yield
    documents.is_available.cache_clear()


def test_without_pango_the_error_says_what_to_do(without_pango: None) -> None:
    assert not documents.is_available()
    with pytest.raises(documents.NotAvailable) as caught:
        quote("zh-hans")
    assert caught.value.status == 503
    assert "pango" in str(caught.value.message)
