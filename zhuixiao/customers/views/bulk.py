"""The bulk bar: ask with a preview count, act, show progress, undo."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.approvals.models import Request
from zhuixiao.kit import htmx, jobs
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.models import Job, JobState
from zhuixiao.kit.templatetags.numbers import number

from .. import bulk_registry, filters
from ..actions import bulk
from ..models import BulkChange
from ..queries import counts
from ..tasks.bulk import CHANGE, UNDO

# Above this a person would wait; a job does it.
AT_ONCE = 200
MOST_IDS = 5000


@dataclass(frozen=True)
class Selection:
    """Ticked customers, or all that match an address."""

    conditions: Q
    ids: Sequence[int] = ()
    query: str = ""


@requires("customers", "view")
@require_POST
@idempotent
def change(request: StaffRequest) -> HttpResponse:
    """`do` names the action, `ids` or `matching` the customers. `step=ask` answers the form."""
    action = bulk_registry.find(request.POST.get("do", ""))
    if action is None or not action.may(request.user.access):
        raise Http404
    selection = _selection(request)
    is_asking = request.POST.get("step") == "ask"
    has_sent = not is_asking or "sent" in request.POST
    form = action.form(request.POST if has_sent else None, reader=request.user)
    if is_asking or not form.is_valid():
        context = {
            "action": action,
            "form": form,
            "selection": selection,
            "count": counts.exact(request.user, selection.conditions),
        }
        status = 200 if is_asking else 422
        return htmx.render_page(request, "customers/table/bulk_form.html", context, status=status)
    by = actor(request)
    begun = bulk.start(
        by=by,
        action=action.key,
        options=form.options(),
        conditions=selection.conditions,
        ids=selection.ids,
        query=selection.query,
    )
    if isinstance(begun, Request):
        text = _("Somebody must agree to it first; you will be told.")
        link = reverse("approvals:detail", args=[begun.pk])
        toast = {"text": text, "kind": "success", "link": link, "link_text": _("Look at it")}
        return htmx.trigger(HttpResponse(status=204), toast=toast, closeDialog=True)
    if begun.total > AT_ONCE:
        return _as_job(request, begun)
    while bulk.advance(by=by, change=begun, conditions=selection.conditions):
        pass
    return _done(HttpResponse(status=204), begun)


@requires("customers", "view")
def progress(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """How far a bulk change is; asked every second."""
    begun = get_object_or_404(BulkChange, pk=pk, employee=request.user)
    job = Job.objects.filter(pk=begun.job_id).first() if begun.job_id else None
    is_over = begun.finished_at is not None or job is None or not job.is_open
    context = {"change": begun, "job": job, "is_over": is_over}
    response = htmx.render_page(request, "customers/table/bulk_progress.html", context)
    if job is not None and job.state == JobState.FAILED:
        toast = {"text": job.error, "kind": "error"}
        return htmx.trigger(response, toast=toast, closeDialog=True, customersChanged=True)
    return _done(response, begun) if is_over else response


@requires("customers", "view")
@require_POST
def undo(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a bulk change back."""
    begun = get_object_or_404(BulkChange, pk=pk, employee=request.user)
    by = actor(request)
    bulk.check_undo(by=by, change=begun)
    if begun.total > AT_ONCE:
        jobs.enqueue(
            UNDO,
            payload={"change": str(begun.pk)},
            by_id=request.user.pk,
            label=gettext_noop("Undo a change of %(count)d customers"),
            label_params={"count": begun.total},
            key=f"{UNDO}:{begun.pk}",
        )
        restored = begun.changed_count
    else:
        restored = bulk.undo(by=by, change=begun)
    words = ngettext("%(n)s customer is as before", "%(n)s customers are as before", restored)
    toast = {"text": words % {"n": number(restored)}, "kind": "success"}
    return htmx.trigger(HttpResponse(status=204), toast=toast, customersChanged=True)


def _selection(request: StaffRequest) -> Selection:
    """Raises BadFilter; nothing selected is nothing found."""
    query = request.POST.get("matching", "").removeprefix("?")
    if query or "all" in request.POST:
        params = dict(parse_qsl(query, keep_blank_values=True))
        asked = filters.ask(params, reader=request.user)
        by = actor(request)
        return Selection(asked.conditions(today=by.today, zone=by.zone), query=query)
    texts = request.POST.get("ids", "").split(",")[:MOST_IDS]
    ids = sorted({int(text) for text in texts if text.isdecimal() and len(text) < 19})
    return Selection(Q(pk__in=ids), ids=ids)


def _as_job(request: StaffRequest, begun: BulkChange) -> HttpResponse:
    job = jobs.enqueue(
        CHANGE,
        payload={"change": str(begun.pk)},
        by_id=request.user.pk,
        label=gettext_noop("Change of %(count)d customers"),
        label_params={"count": begun.total},
    )
    BulkChange.objects.filter(pk=begun.pk).update(job_id=job.pk)
    begun.refresh_from_db()
    context: dict[str, Any] = {"change": begun, "job": job, "is_over": False}
    return htmx.render_page(request, "customers/table/bulk_progress.html", context)


def _done(response: HttpResponse, begun: BulkChange) -> HttpResponse:
    n = begun.changed_count
    words = ngettext("%(n)s customer changed", "%(n)s customers changed", n) % {"n": number(n)}
    toast = {
        "text": words,
        "kind": "success",
        "undo": reverse("customers:bulk_undo", args=[begun.pk]),
    }
    if not n:
        del toast["undo"]
    return htmx.trigger(response, toast=toast, closeDialog=True, customersChanged=True)
