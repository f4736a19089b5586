"""Comments under a record of any kind, and the colleagues that an @ offers."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires, staff
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent

from .. import comments
from ..actions import commenting
from ..comments import Target
from ..models import Comment


@requires("activities", "comment")
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def of_record(request: StaffRequest, kind: str, record_id: int) -> HttpResponse:
    """The comments of a record with the box for a new one; POST adds one."""
    target = comments.target(request.user, kind, record_id)
    if target is None:
        raise Http404
    error = text = ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            commenting.comment(
                by=actor(request),
                kind=kind,
                record_id=record_id,
                text=text,
                is_question="question" in request.POST,
            )
        except RuleError as refused:
            error = str(refused.message)
        if not htmx.wants_partial(request):
            if error:
                messages.error(request, error)
            return htmx.redirect_to(request, target.url)
    text = text if error else ""
    return _answer(request, kind, record_id, target=target, text=text, error=error)


@requires("activities", "comment")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the own comment back."""
    row = get_object_or_404(Comment, pk=pk, employee=request.user, deleted_at=None)
    target = comments.target(request.user, row.kind, row.record_id)
    if target is None:
        raise Http404
    commenting.remove(by=actor(request), comment=row)
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, target.url)
    return _answer(request, row.kind, row.record_id, target=target)


@staff
@require_safe
def colleagues(request: StaffRequest) -> HttpResponse:
    """Everybody who works here, for @mentions: [{"id", "name", "department"}]."""
    known = Employee.objects.active().known_to(request.user)
    rows = known.select_related("department").order_by("department__path", "pk")
    people = [
        {"id": row.pk, "name": row.name, "department": row.department.name}
        for row in rows
        if row.pk != request.user.pk
    ]
    return JsonResponse(people, safe=False)


def _answer(
    request: StaffRequest,
    kind: str,
    record_id: int,
    *,
    target: Target,
    text: str = "",
    error: str = "",
) -> HttpResponse:
    context = {
        "kind": kind,
        "record_id": record_id,
        "comments": Comment.objects.of_record(kind, record_id),
        "text": text,
        "error": error,
        "is_open": True,
        "is_asked": request.method == "GET",
        "may_ask": target.answers not in {None, request.user.pk},
    }
    status = 422 if error else 200
    return render(request, "activities/comments.html", context, status=status)
