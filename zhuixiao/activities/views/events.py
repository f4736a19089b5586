"""The form of an event, its own page, taking it away."""

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import people
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from ..actions import events
from ..forms.plans import EventForm, initial_of_event
from ..models import Event
from ..queries import record_form, rights
from . import choosing, conflicts


@requires("activities", "view")
@require_safe
def event(request: StaffRequest, pk: int) -> HttpResponse:
    """One event, as its participants see it."""
    row = _event(request, pk)
    may_edit = request.user.access.may("activities", "edit") and (
        row.owner_id == request.user.pk or rights.oversees(request.user, row.department_id)
    )
    context = {"event": row, "may_edit": may_edit}
    return render(request, "activities/event.html", context)


@requires("activities", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add an event; `?on=` and `?at=` prefill its beginning."""
    by = actor(request)
    customer = choosing.customer(request)
    day = _valid(date, request.GET.get("on", "")) or by.today
    begins = _valid(time, request.GET.get("at", "")) or time(9)
    initial = {
        "start_day": day,
        "end_day": day,
        "start_time": begins,
        "end_time": begins.replace(hour=min(begins.hour + 1, 23)),
        "customer": customer.pk if customer else None,
        "remind_minutes_before": 30,
    }
    form = EventForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = events.add(by=by, new=form.new_event(by.zone))
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, row, _("Event added."))
    return _page(request, form, customer=customer)


@requires("activities", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change an event."""
    by = actor(request)
    row = _event(request, pk)
    form = EventForm(request.POST or None, initial=initial_of_event(row, by.zone))
    kept: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            events.edit(
                by=by,
                event=row,
                new=form.new_event(by.zone),
                version=form.cleaned_data["version"],
                keep_mine=conflicts.kept(request, row.version),
            )
        except Conflict as conflict:
            kept = conflicts.tell(form, conflict)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, row, _("Saved."))
    return _page(request, form, customer=row.customer, event=row, **kept)


@requires("activities", "edit")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an event away; the toast offers to undo it."""
    row = _event(request, pk)
    events.delete(by=actor(request), event=row)
    undo = reverse("activities:event_restoration", args=[pk])
    return _answer(request, row, _("Deleted."), undo=undo)


@requires("activities", "edit")
@require_POST
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring a deleted event back."""
    row = get_object_or_404(Event.objects.seen_by(request.user), pk=pk)
    events.restore(by=actor(request), event=row)
    return _answer(request, row, _("It is back."))


def _event(request: StaffRequest, pk: int) -> Event:
    rows = Event.objects.visible_to(request.user).select_related("customer", "owner")
    return get_object_or_404(rows, pk=pk)


def _valid(kind: Any, text: str) -> Any:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None


def _page(
    request: StaffRequest,
    form: EventForm,
    *,
    customer: Customer | None,
    event: Event | None = None,
    **kept: Any,
) -> HttpResponse:
    selected = form["participants"].value() or []
    context = {
        "form": form,
        "event": event,
        "customer": customer,
        "customers": record_form.customers(request.user, ""),
        "teams": people.teams(request.user),
        "groups": people.group_teams(request.user),
        "selected": [pk for pk in map(whole, selected) if pk],
        **kept,
    }
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "activities/event_form.html", context, status=status)


def _answer(request: StaffRequest, row: Event, text: str, *, undo: str = "") -> HttpResponse:
    if not htmx.wants_partial(request):
        messages.success(request, text)
        return htmx.redirect_to(request, reverse("activities:calendar"))
    toast = {"text": text, "kind": "success"} | ({"undo": undo} if undo else {})
    response = HttpResponse(status=204)
    return htmx.trigger(response, closeDialog=True, toast=toast, plansChanged=True)
