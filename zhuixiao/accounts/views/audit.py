"""The audit log, and the history of one record as a panel."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zhuixiao.kit import htmx

from .. import labels
from ..forms.organisation import AuditForm
from ..guards import StaffRequest, requires
from ..queries import history
from ..queries.history import AuditFilter, entries

PAGE = 50


@requires("audit", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Everything that happened, newest first, by person, record, action and days."""
    form = _form(request)
    form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    employee = given.get("employee")
    rows = entries(
        AuditFilter(
            employee_id=employee.pk if employee else None,
            kind=given.get("kind", ""),
            action=given.get("action", ""),
            start=given.get("start"),
            end=given.get("end"),
        ),
        zone=request.company.zone,
        limit=PAGE + 1,
        before=_before(request),
        access=request.user.access,
    )
    context = {
        "form": form,
        "rows": rows[:PAGE],
        "next_before": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }
    partial = "more" if "before" in request.GET else "list"
    return htmx.render_page(request, "accounts/audit.html", context, partial=partial)


@requires("audit", "view")
@require_safe
def record(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """The history of one record, for those who may read the log."""
    rows = history(kind, pk, PAGE + 1, _before(request), access=request.user.access)
    context = {
        "rows": rows[:PAGE],
        "next_before": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "kind_label": labels.kind(kind).label,
    }
    return htmx.render_page(request, "accounts/record_history.html", context, partial="rows")


def _before(request: StaffRequest) -> int | None:
    text = request.GET.get("before", "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def _form(request: StaffRequest) -> AuditForm:
    kinds = [(key, kind.label) for key, kind in labels.kinds().items()]
    return AuditForm(
        request.GET,
        kinds=sorted(kinds, key=lambda pair: str(pair[1])),
        actions=sorted(labels.actions().items(), key=lambda pair: str(pair[1])),
    )
