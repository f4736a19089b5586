"""Taking up an opportunity and changing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.activities.queries import record_form
from zhuixiao.activities.views import choosing, conflicts
from zhuixiao.catalog import queries as catalog_queries
from zhuixiao.catalog.product_rows import named
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, Invalid, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import opportunities
from ..forms.opportunity import OpportunityForm, initial_of
from ..forms.opportunity_rows import MOST, LineRow, LineRows
from ..models import Opportunity
from ..queries.stages import stages
from .opportunity_conflicts import tell
from .opportunity_page import load

FOUND = 30


@requires("opportunities", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Take one up; `?customer=7` prefills the customer."""
    by = actor(request)
    customer = choosing.customer(request)
    initial = {"customer": customer.pk if customer else None}
    form = OpportunityForm(
        request.POST or None,
        initial=initial,
        reader=request.user,
        stages=stages(),
        customer=customer,
    )
    rows = LineRows.typed(request.POST) if request.method == "POST" else LineRows.empty()
    if request.method == "POST" and form.is_valid() and rows.are_valid():
        try:
            typed = form.new_opportunity(rows.lines(customer))
            opportunity = opportunities.add(by=by, new=typed)
        except RuleError as error:
            _add_error(form, rows, error)
        else:
            messages.success(request, _("Opportunity added."))
            url = reverse("sales:opportunity", args=[opportunity.pk])
            return htmx.redirect_to(request, url)
    return _page(request, form, rows, customer=customer)


@requires("opportunities", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one; the stage is changed on the path."""
    by = actor(request)
    held = load(request, pk)
    form = OpportunityForm(
        request.POST or None,
        initial=initial_of(held),
        reader=request.user,
        stages=(),
        customer=held.customer,
        held=held,
    )
    rows = LineRows.typed(request.POST) if request.method == "POST" else LineRows.of(held)
    kept: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and rows.are_valid():
        try:
            opportunities.edit(
                by=by,
                opportunity=held,
                new=form.new_opportunity(rows.lines(held.customer), held),
                version=form.cleaned_data["version"],
                keep_mine=conflicts.kept(request, held.version),
            )
        except Conflict as conflict:
            kept = tell(form, conflict)
        except RuleError as error:
            _add_error(form, rows, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("sales:opportunity", args=[pk]))
    return _page(request, form, rows, customer=held.customer, opportunity=held, **kept)


@requires("opportunities", "view")
@require_safe
def products(request: StaffRequest) -> HttpResponse:
    """For select boxes: the products in use that `q` finds, [{"value", "text"}, ...]."""
    found = catalog_queries.products(request.user.access, query=request.GET.get("q", "")[:100])
    rows = [{"value": row.pk, "text": named(row)} for row in found[:FOUND]]
    return JsonResponse(rows, safe=False)


@requires("opportunities", "view")
@require_safe
def row(request: StaffRequest) -> HttpResponse:
    """One more empty row of products."""
    context = {"row": LineRow(number=MOST, products={})}
    return render(request, "sales/opportunities/line.html", context)


def _page(
    request: StaffRequest,
    form: OpportunityForm,
    rows: LineRows,
    *,
    customer: Customer | None,
    opportunity: Opportunity | None = None,
    **kept: Any,
) -> HttpResponse:
    is_fixed = opportunity is not None or "customer" in request.GET
    context = {
        "form": form,
        "rows": rows,
        "customer": customer,
        "is_fixed": is_fixed and customer is not None,
        "customers": [] if customer else record_form.customers(request.user, ""),
        "opportunity": opportunity,
        **kept,
    }
    is_wrong = bool(form.errors) or not rows.are_valid()
    status = 409 if kept else 422 if is_wrong else 200
    return render(request, "sales/opportunities/form.html", context, status=status)


def _add_error(form: OpportunityForm, rows: LineRows, error: RuleError) -> None:
    if isinstance(error, Invalid):
        rows.add_errors(error)
        if not error.errors:
            return
    add_rule_error(form, error)
