"""Settings: who must agree to what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import subjects
from ..actions import flows
from ..forms import FlowForm, StepForm
from ..models import Flow, FlowVersion
from ..queries import inbox

_EMPTY = {"who": "head", "mode": "any"}


@requires("approvals", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All flows by what they are for."""
    rows = Flow.objects.in_use().order_by("subject", "position", "pk")
    context = {
        "rows": [
            (row, subjects.find(row.subject), _in_words(version))
            for row in rows
            if (version := _version(row))
        ],
    }
    return htmx.render_page(request, "approvals/flows.html", context)


@requires("approvals", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a flow."""
    return _edit(request, None)


@requires("approvals", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a flow; what runs keeps what it began with."""
    return _edit(request, get_object_or_404(Flow.objects.in_use(), pk=pk))


@requires("approvals", "manage")
@require_POST
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """Into use, or out of it."""
    row = get_object_or_404(Flow.objects.in_use(), pk=pk)
    flows.switch(by=actor(request), flow=row, is_enabled=not row.is_enabled)
    return htmx.redirect_to(request, reverse("approvals:flows"))


@requires("approvals", "manage")
@require_POST
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """End a flow."""
    flows.retire(by=actor(request), flow=get_object_or_404(Flow.objects.in_use(), pk=pk))
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("approvals:flows"))


def _edit(request: StaffRequest, row: Flow | None) -> HttpResponse:
    """The form; "more" and "less" only draw it again with a step added or taken away."""
    version = _version(row) if row else None
    form = FlowForm(request.POST or None, flow=row, version=version)
    steps = _steps(request, version)
    is_drawn_only = bool({"more", "less", "subject_changed"} & request.POST.keys())
    is_sent = request.method == "POST" and not is_drawn_only
    if is_sent and form.is_valid() and all(step.is_valid() for step in steps):
        try:
            draft = form.draft([step.step() for step in steps])
            flows.save(by=actor(request), flow=row, draft=draft)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("approvals:flows"))
    context = {
        "form": form,
        "row": row,
        "steps": steps,
        "versions": row.versions.select_related("by").order_by("-number")[:10] if row else (),
        "shows_errors": not is_drawn_only,
    }
    return htmx.render_page(request, "approvals/flow.html", context, status=422 if is_sent else 200)


def _steps(request: StaffRequest, version: FlowVersion | None) -> list[StepForm]:
    if request.method != "POST":
        held = version.steps if version else [_EMPTY]
        return [StepForm(prefix=f"step-{place}", step=step) for place, step in enumerate(held)]
    number = min(whole(request.POST.get("steps", "")) or 1, flows.MOST_STEPS)
    gone = whole(request.POST.get("less", "")) if "less" in request.POST else None
    places = [place for place in range(number) if place != gone] or [0]
    found = [StepForm(request.POST, prefix=f"step-{place}") for place in places]
    # Renumbered, so that what is drawn now is read in the same order.
    drawn = [
        StepForm(form.renamed(f"step-{place}"), prefix=f"step-{place}")
        for place, form in enumerate(found)
    ]
    if "more" in request.POST and len(drawn) < flows.MOST_STEPS:
        drawn.append(StepForm(prefix=f"step-{len(drawn)}", step=_EMPTY))
    return drawn


def _version(row: Flow) -> FlowVersion | None:
    return FlowVersion.objects.filter(flow=row, number=row.number).first()


def _in_words(version: FlowVersion) -> str:
    return " → ".join(inbox.step_name(step) for step in version.steps)
