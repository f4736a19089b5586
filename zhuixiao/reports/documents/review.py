"""What was chosen in the review on paper: period by period, person by person."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.files.embedding import data_address
from zhuixiao.sales.documents.parts import Document, made

from ..choices import ReportKind
from ..parts import Part
from ..queries.review import Row

FIGURES = "figures"


def review_document(
    rows: Sequence[Row],
    kind: ReportKind,
    *,
    parts: Collection[str],
    whose: str,
    words: str,
    company: Company,
    language: str,
) -> Document:
    """The rows of the review; `parts` are the fields of the parts to show, and "figures". `whose`
    says who was chosen."""

    def fill() -> tuple[str, dict[str, Any], str, str]:
        head = letterhead(company)
        first, last = rows[-1].period, rows[0].period
        span = last.label() if first == last else f"{first.label()} – {last.label()}"
        facts = [(_("Whose"), whose)] if whose else []
        if words:
            facts.append((_("Search"), words))
        title = _("Review: %(kind)s") % {"kind": kind.label}
        context = {
            "letterhead": head,
            "logo": data_address(head.logo),
            "number": span,
            "facts": facts,
            "rows": rows,
            "shows_figures": FIGURES in parts,
            "parts": [part for part in Part if part.value in parts],
            "is_searched": bool(words),
        }
        name = f"{title} {first.start.isoformat()} – {last.end.isoformat()}".replace(":", "")
        return "reports/documents/review.html", context, title, name

    return made(language, fill)
