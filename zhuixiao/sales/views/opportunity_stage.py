"""An opportunity enters another stage, goes to the trash, comes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.typed import whole

from ..actions import opportunity_moving, opportunity_trash
from ..actions.opportunity_moving import Entry
from ..actions.opportunity_values import missing, state_of
from ..forms.opportunity_entry import EntryForm
from ..models import Opportunity
from ..queries.stages import Stage, stages
from .opportunity_board import moved_context
from .opportunity_page import load


@requires("opportunities", "edit")
@require_http_methods(["GET", "POST"])
def stage(request: StaffRequest, pk: int) -> HttpResponse:
    """GET: choose a stage, or with `?to=` say what it asks for. POST `stage`: enter it.

    A board sends its filters as `board`; it gets the card and the heads of its columns back. What
    the stage asks for comes back as a dialog with status 422.
    """
    opportunity = load(request, pk)
    known = stages(keep=[opportunity.stage_id])
    asked = whole(request.POST.get("stage") or request.GET.get("to") or "")
    to = next((row for row in known if row.pk == asked), None)
    if request.method == "POST":
        return _enter(request, opportunity, to)
    if to is None or to.pk == opportunity.stage_id:
        context = _context(request, opportunity) | {"stages": known}
        return render(request, "sales/opportunities/stages.html", context)
    return _sheet(request, opportunity, to, _form(request, opportunity, to, None))


@requires("opportunities", "delete")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete it; the toast on the next page undoes that."""
    opportunity = load(request, pk)
    opportunity_trash.delete(by=actor(request), opportunity=opportunity)
    undo = reverse("sales:opportunity-restoration", args=[pk])
    words = _("%(name)s is deleted") % {"name": opportunity.name}
    messages.success(request, words, extra_tags=undo)
    return htmx.redirect_to(request, reverse("sales:opportunity-list"))


@requires("opportunities", "delete")
@require_POST
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring a deleted one back."""
    row = get_object_or_404(Opportunity.objects.restorable_by(request.user), pk=pk)
    opportunity_trash.restore(by=actor(request), opportunity=row)
    return htmx.redirect_to(request, reverse("sales:opportunity", args=[pk]))


def _enter(request: StaffRequest, opportunity: Opportunity, to: Stage | None) -> HttpResponse:
    if to is None:
        raise RuleError(_("Choose one of the list."), field="stage")
    is_sheet = "sheet" in request.POST
    form = _form(request, opportunity, to, request.POST if is_sheet else None)
    if is_sheet and not form.is_valid():
        return _sheet(request, opportunity, to, form, status=422)
    entry = form.entry() if is_sheet else Entry(to.pk)
    version = whole(request.POST.get("version", ""))
    try:
        moved = opportunity_moving.move(
            by=actor(request), opportunity=opportunity, entry=entry, version=version
        )
    except Invalid as error:
        if is_sheet:
            add_rule_error(form, error)
        return _sheet(request, opportunity, to, form, status=422)
    return _moved(request, moved)


def _moved(request: StaffRequest, moved: Opportunity) -> HttpResponse:
    """The card for a board, else the page anew."""
    if "board" in request.POST and htmx.wants_partial(request):
        context = moved_context(request, load(request, moved.pk), request.POST["board"])
        response = render(request, "sales/opportunities/moved.html", context)
        return htmx.trigger(response, closeDialog=True, opportunityMoved=moved.pk)
    messages.success(request, _("Now in “%(stage)s”.") % {"stage": moved.stage})
    return htmx.redirect_to(request, reverse("sales:opportunity", args=[moved.pk]))


def _form(request: StaffRequest, opportunity: Opportunity, to: Stage, data: Any) -> EntryForm:
    held = opportunity.competitors.values_list("pk", flat=True)
    initial = {
        "stage": to.pk,
        "version": opportunity.version,
        "amount": opportunity.amount,
        "competitors": list(held),
        "closed_on": actor(request).today,
    }
    asked = missing(to, state_of(opportunity))
    return EntryForm(data, initial=initial, opportunity=opportunity, stage=to, asked=asked)


def _sheet(
    request: StaffRequest,
    opportunity: Opportunity,
    to: Stage,
    form: EntryForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = _context(request, opportunity) | {"form": form, "stage": to}
    response = render(request, "sales/opportunities/entry.html", context, status=status)
    # The sheet's own form aims at the card of a board; what is wrong stays in the dialog.
    response["HX-Retarget"], response["HX-Reswap"] = "#dialog-content", "innerHTML"
    return response


def _context(request: StaffRequest, opportunity: Opportunity) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    return {"opportunity": opportunity, "board": asked.get("board"), "on_board": "board" in asked}
