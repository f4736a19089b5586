"""The form of an action record: a dialog wherever a customer stands, and a page of its own."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer
from zhuixiao.files import actions as files
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import related
from ..actions import editing, recording
from ..forms.record import RecordForm, initial_of, related_of
from ..models import Activity
from ..queries import record_form
from . import choosing, conflicts


@requires("activities", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Write down what was done; `?customer=7` prefills the customer, `?type=3` the type."""
    by = actor(request)
    customer = choosing.customer(request)
    now = by.at.astimezone(by.zone)
    initial = {
        "customer": customer.pk if customer else None,
        "date": now.date(),
        "time": now.time().replace(second=0, microsecond=0),
        "type": request.GET.get("type") or record_form.usual_type(by.employee),
        "subject": request.GET.get("subject", ""),
        "related": request.GET.get("related", "")[:40],
        "executors": [by.employee.pk],
    }
    form = RecordForm(_with_uploads(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.new_activity(now=by.at, zone=by.zone, me=by.employee.pk)
        try:
            activity = recording.log(by=by, new=typed)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _logged(request, activity)
    return _page(request, form, customer=customer)


@requires("activities", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a record; two edits of one field end in the dialog that compares them."""
    by = actor(request)
    activity = get_object_or_404(Activity.objects.visible_to(by.employee).with_people(), pk=pk)
    editing.check_may(by=by, activity=activity, action="edit")
    form = RecordForm(_with_uploads(request), initial=initial_of(activity, by.zone))
    if request.method == "POST" and form.is_valid():
        typed = form.new_activity(now=by.at, zone=by.zone, me=activity.executor_id)
        try:
            editing.edit(
                by=by,
                activity=activity,
                new=typed,
                version=form.cleaned_data["version"],
                keep_mine=conflicts.kept(request, activity.version),
            )
        except Conflict as conflict:
            kept = conflicts.tell(form, conflict)
            return _page(request, form, customer=activity.customer, activity=activity, kept=kept)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _changed(request, activity)
    return _page(request, form, customer=activity.customer, activity=activity)


@requires("activities", "create")
@require_safe
def contacts(request: StaffRequest) -> HttpResponse:
    """The contact field for another customer."""
    context = {"form": RecordForm(), "contacts": record_form.contacts(choosing.customer(request))}
    return render(request, "activities/record_contacts.html", context)


@requires("activities", "create")
@require_safe
def customers(request: StaffRequest) -> HttpResponse:
    """Customers to choose from, for the searchable select: [{"value", "text"}]."""
    rows = record_form.customers(request.user, request.GET.get("q", "")[:100])
    return JsonResponse([{"value": row.pk, "text": row.name} for row in rows], safe=False)


def _with_uploads(request: StaffRequest) -> Any:
    """The posted values; files of a browser without JavaScript are stored and named by id."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for upload in request.FILES.getlist("upload"):
        data.appendlist("file_ids", str(files.store(by=actor(request), upload=upload).pk))
    return data


def _page(
    request: StaffRequest,
    form: RecordForm,
    *,
    customer: Customer | None,
    activity: Activity | None = None,
    kept: dict[str, Any] | None = None,
) -> HttpResponse:
    selected = form["executors"].value() or []
    offer = record_form.offer(request.user, keep_type=activity.type_id if activity else None)
    context = {
        "form": form,
        "activity": activity,
        "customer": customer,
        "is_fixed": activity is not None or "customer" in request.GET,
        "customers": [] if customer else record_form.customers(request.user, ""),
        "contacts": record_form.contacts(customer),
        "offer": offer,
        "type_id": _number(form["type"].value())
        or (offer.types[0].option.pk if offer.types else 0),
        "selected": [_number(pk) for pk in selected],
        "files": record_form.waiting_files(request.user, form["file_ids"].value() or []),
        "next": _next(request),
        "related": related.find(request.user, *related_of(form["related"].value() or "")),
        **(kept or {}),
    }
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "activities/record_form.html", context, status=status)


def _number(value: Any) -> int:
    """An id as it came, which may be anything; 0 for no number."""
    return whole(value) or 0


def _logged(request: StaffRequest, activity: Activity) -> HttpResponse:
    if not htmx.wants_partial(request):
        messages.success(request, _("Recorded."))
        return htmx.redirect_to(request, _next(request) or f"/activities/{activity.pk}/")
    undo = reverse("activities:removal", args=[activity.pk])
    toast = {"text": _("Recorded."), "kind": "success", "undo": undo}
    return _closed(activity, toast)


def _changed(request: StaffRequest, activity: Activity) -> HttpResponse:
    if not htmx.wants_partial(request):
        messages.success(request, _("Saved."))
        return htmx.redirect_to(request, _next(request) or f"/activities/{activity.pk}/")
    return _closed(activity, {"text": _("Saved."), "kind": "success"})


def _closed(activity: Activity, toast: dict[str, str]) -> HttpResponse:
    return htmx.trigger(
        HttpResponse(status=204),
        closeDialog=True,
        toast=toast,
        customerChanged=activity.customer_id,
    )


def _next(request: StaffRequest) -> str:
    """Where a page without htmx goes afterwards; only within this site."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return quote(url, safe="/?=&%#") if is_ours else ""
