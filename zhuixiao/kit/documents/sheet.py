"""The HTML of a document, the same for the browser and for the PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import loader
from django.utils import translation


@dataclass(frozen=True)
class Sheet:
    """What the base template must know; it finds it as `document`.

    `is_pdf` is a document that brings its stylesheet along. The others stand under a bar with
    `print_label` and, where `pdf_url` leads somewhere, `pdf_label`, in the reader's language.
    """

    title: str
    language: str
    is_pdf: bool = False
    pdf_url: str = ""
    print_label: str = ""
    pdf_label: str = ""

    @property
    def lang(self) -> str:
        """The language as HTML names it: it chooses Chinese rather than Japanese letters."""
        return "zh-Hans" if self.language.startswith("zh") else self.language


def html(template: str, context: Mapping[str, Any], *, sheet: Sheet) -> str:
    """The rendered document; without a request, so that nothing of the reader gets into it."""
    with translation.override(sheet.language):
        return loader.render_to_string(template, {**context, "document": sheet})
