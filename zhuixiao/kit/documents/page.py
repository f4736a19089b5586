"""A document over HTTP: the print page with `?print`, else the PDF."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from . import sheet
from .paper import is_available, pdf

PRINT = "print"


def answer(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str,
    name: str,
) -> HttpResponse:
    """The document to print (`?print`), or as a PDF to save under `name`, which has no ending.

    Raises NotAvailable and TooLong for the PDF; the print page is always there.
    """
    if PRINT in request.GET:
        shown = sheet.Sheet(
            title,
            language,
            pdf_url=_pdf_url(request) if is_available() else "",
            print_label=_("Print"),
            pdf_label=_("Save as PDF"),
        )
        return HttpResponse(sheet.html(template, context, sheet=shown))
    response = HttpResponse(
        pdf(template, context, title=title, language=language), content_type="application/pdf"
    )
    ascii_name = quote(name, safe="")
    # Browsers run scripts of no PDF that is saved.
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{ascii_name}.pdf"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _pdf_url(request: HttpRequest) -> str:
    left = request.GET.copy()
    del left[PRINT]
    return f"{request.path}?{left.urlencode()}" if left else request.path
