"""Reports on paper: one of them, and what was chosen in the review; `?print` shows the page."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.kit import documents
from zhuixiao.sales.documents import Document
from zhuixiao.sales.views.documents import language_of

from ..documents import report_document, review_document
from ..documents.review import FIGURES
from ..parts import Part
from .reading import numbers_of, visible
from .review import chosen, rows_of


@requires("reports", "view")
@require_safe
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """One report."""
    found = visible(request, pk)
    made = report_document(
        found,
        numbers=numbers_of(request, found),
        company=request.company,
        language=language_of(request),
    )
    return _answer(request, made)


@requires("reports", "view")
@require_safe
def review(request: StaffRequest) -> HttpResponse:
    """The reports that the review of the same address shows, and of them the chosen parts."""
    asked = chosen(request)
    rows = rows_of(request, asked)
    if not rows or not asked.choice.people:
        raise Http404
    parts = set(request.GET.getlist("part")) or {*Part.values, FIGURES}
    made = review_document(
        rows,
        asked.asked.kind,
        parts=parts,
        whose=asked.choice.names,
        words=asked.words,
        company=request.company,
        language=language_of(request),
    )
    return _answer(request, made)


def _answer(request: StaffRequest, made: Document) -> HttpResponse:
    return documents.answer(
        request,
        made.template,
        made.context,
        title=made.title,
        language=made.language,
        name=made.name,
    )
