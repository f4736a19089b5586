"""Asking for an export, watching it, and single business cards."""

import uuid
from datetime import timedelta
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.approvals.models import Request
from zhuixiao.kit import htmx
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.models import Job

from ..actions import guarding
from ..exporting import cards, delivering, jobs, making
from ..exporting.wishes import Format, Wish
from ..queries import counts
from ..queries.guarding import EXPORT_JOB
from ..vcards import write as vcards
from .page import load_contact, opened

_MOST_IDS = 5000


@requires("customers", "export")
@require_http_methods(["GET", "POST"])
@idempotent
def export(request: StaffRequest) -> HttpResponse:
    """The dialog over the table's address; POST begins the job and shows how far it is."""
    by = actor(request)
    params = {name: str(value) for name, value in request.GET.items() if name != "ids"}
    ids = _ids(request.GET.get("ids", ""))
    if request.method == "POST":
        wanted = request.POST.get("format", "")
        known = {field.key for field in Wish(params=params, ids=ids).asked(request.user).fields}
        wish = Wish(
            params=params,
            ids=ids,
            columns=[key for key in request.POST.getlist("columns") if key in known],
            with_contacts="with_contacts" in request.POST,
            format=Format(wanted) if wanted in set(Format) - {Format.PERSON} else Format.XLSX,
        )
        begun = jobs.start(by=by, wish=wish)
        if isinstance(begun, Request):
            messages.success(request, _("Somebody must agree to it first; you will be told."))
            return htmx.redirect_to(request, reverse("approvals:detail", args=[begun.pk]))
        return htmx.redirect_to(request, reverse("customers:export-state", args=[begun.pk]))
    wish = Wish(params=params, ids=ids)
    asked = wish.asked(request.user)
    shown = {column.field.key for column in asked.columns}
    context = {
        "count": counts.exact(request.user, wish.conditions(by)),
        "selection": making.describe_wish(by, wish),
        "fields": [(field, field.key in shown) for field in asked.fields],
        "hours": delivering.kept() // timedelta(hours=1),
    }
    return render(request, "customers/exports/new.html", context)


@requires("customers", "export")
@require_safe
def state(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """How far an export is, asked each second; then its link."""
    job = get_object_or_404(Job, pk=pk, kind=EXPORT_JOB, created_by_id=request.user.pk)
    context = {"job": job, "poll": request.path if job.is_open else ""}
    return htmx.render_page(request, "customers/exports/state.html", context, partial="state")


@requires("customers", "view")
@require_safe
def contact_card(request: StaffRequest, pk: int) -> HttpResponse:
    """One contact as a business card; it counts as opening the customer."""
    contact = load_contact(request, pk)
    guarding.note(by=actor(request), customer=contact.customer, company=request.company)
    return _card(cards.of_contact(contact, request.user.access), contact.name)


@requires("customers", "view")
@require_safe
def customer_card(request: StaffRequest, pk: int) -> HttpResponse:
    """A customer as a business card; it counts as opening the customer."""
    customer = opened(request, pk)
    return _card(cards.of_customer(customer, request.user.access), customer.name)


def _card(card: vcards.CardData, name: str) -> HttpResponse:
    stem = slugify(name, allow_unicode=True) or "card"
    return HttpResponse(
        vcards.write([card]),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(stem)}.vcf"},
    )


def _ids(text: str) -> list[int]:
    parts = text.split(",")[:_MOST_IDS]
    return sorted({int(part) for part in parts if part.isdecimal() and len(part) < 19})
