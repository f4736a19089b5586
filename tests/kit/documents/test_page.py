"""Documents in the browser."""

import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tests.kit.documents import demo
from zhuixiao.kit import documents


def ask(path: str, language: str = "zh-hans") -> HttpResponse:
    request: HttpRequest = RequestFactory().get(path)
    return documents.answer(
        request,
        demo.TEMPLATE,
        demo.context(language),
        title=demo.TITLES[language],
        language=language,
        name="报价单 / 1",
    )


def test_the_print_page_is_the_same_document_under_a_bar() -> None:
    page = ask("/quotes/1/?print&copy=2").content.decode()
    assert '<html lang="zh-Hans">' in page
    assert "人民币捌万叁仟壹佰贰拾伍元伍角整" in page
    assert 'href="/quotes/1/?copy=2"' in page
    assert "data-print" in page


def test_the_pdf_is_saved_under_its_name_and_never_run() -> None:
    response = ask("/quotes/1/")
    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    place = response.headers["Content-Disposition"]
    assert place == "attachment; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%E5%8D%95%20%2F%201.pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_without_pango_the_print_page_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    documents.is_available.cache_clear()
    try:
        page = ask("/quotes/1/?print", "en").content.decode()
        assert "Quotation" in page
        assert "Save as PDF" not in page
        assert "保存为 PDF" not in page
        with pytest.raises(documents.NotAvailable):
            ask("/quotes/1/")
    finally:
        documents.is_available.cache_clear()
