"""A document as a PDF, drawn by WeasyPrint inside this process."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.contrib.staticfiles import finders

from . import sheet
from .errors import NotAvailable, TooLong

STYLE = "app/css/document.css"
# A quote of 500 lines has 24 pages and 150 KB of HTML. Costs stand in docs/adr/0022-documents.md.
MOST_PAGES = 100
MOST_CHARACTERS = 1_000_000
# Drawing holds a core and memory: others wait rather than share.
_one_at_a_time = Lock()


@cache
def is_available() -> bool:
    """Whether pango is there, so that PDF files can be made; found out once a process."""
    try:
        import weasyprint  # noqa: F401, PLC0415  (loads pango, which not every computer has)
    except (ImportError, OSError):
        return False
    return True


def pdf(template: str, context: Mapping[str, Any], *, title: str, language: str) -> bytes:
    """The document in a language ("zh-hans", "en") as a PDF; `title` becomes its title.

    Nothing is fetched from anywhere: a picture must be a `data:` address of PNG, JPEG or WebP, any
    other address stays empty. Raises NotAvailable without pango, TooLong beyond the limits.
    """
    if not is_available():
        raise NotAvailable
    text = sheet.html(template, context, sheet=sheet.Sheet(title, language, is_pdf=True))
    if len(text) > MOST_CHARACTERS:
        raise TooLong
    import weasyprint  # noqa: PLC0415  (as above)

    from .fetching import Guard  # noqa: PLC0415

    guard = Guard()
    with _one_at_a_time:
        style = weasyprint.CSS(string=_style(), url_fetcher=guard)
        drawn = weasyprint.HTML(string=text, url_fetcher=guard).render(stylesheets=[style])
        if len(drawn.pages) > MOST_PAGES:
            raise TooLong
        made: bytes = drawn.write_pdf()
    return made


@cache
def _style() -> str:
    path = finders.find(STYLE)
    if not path:
        raise FileNotFoundError(STYLE)
    return Path(path).read_text(encoding="utf-8")
