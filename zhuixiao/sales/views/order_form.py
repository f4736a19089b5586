"""Writing an order, and changing one: a large form with its lines."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.catalog import costs
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, Invalid, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from ..actions import changing, ordering
from ..actions.lines import NewLine
from ..choices import IN_FORCE, OrderState
from ..forms.lines import LineRows
from ..forms.order import OrderForm, initial_of
from ..models import OpportunityLine, Order
from ..preferences import preferences
from ..queries import order_page, order_start
from .order import load, told


@requires("orders", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Write an order; `?customer=7` and `?opportunity=3` fill in what is known already."""
    by = actor(request)
    start = order_start.of(
        by.employee,
        customer_id=whole(request.POST.get("customer") or request.GET.get("customer") or "") or 0,
        opportunity_id=whole(request.GET.get("opportunity", "")) or 0,
    )
    initial = {
        "customer": start.customer.pk if start.customer else None,
        "opportunity": start.opportunity.pk if start.opportunity else None,
        "title": start.opportunity.name if start.opportunity else "",
        "signed_on": by.today,
        "currency": request.company.currency,
    }
    form = OrderForm(_posted(request), customer=start.customer, initial=initial)
    rows = _rows(request, _wanted(request, start.lines), None)
    if request.method == "POST" and _can_be_read(form, rows):
        typed = form.new_order(rows.lines())
        try:
            order = ordering.draft(by=by, new=typed)
        except RuleError as error:
            _tell(form, rows, error)
        else:
            return _saved(request, order)
    return _page(request, form, rows, customer=start.customer, order=None)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Edit a draft, or change a signed order with a reason."""
    order, by = load(request, pk), actor(request)
    if not order_page.rights(by.employee, order).edits:
        raise Http404
    if order.state not in {OrderState.DRAFT, *IN_FORCE}:
        messages.error(request, _("An order in this state is not changed."))
        return htmx.redirect_to(request, reverse("sales:order", args=[pk]))
    customer = _customer(request, order)
    form = OrderForm(_posted(request), customer=customer, initial=initial_of(order), held=order)
    rows = _rows(request, list(order.lines.order_by("position")), order)
    if request.method == "POST" and _can_be_read(form, rows):
        try:
            return _changed(request, order, form, rows)
        except RuleError as error:
            _tell(form, rows, error)
    return _page(request, form, rows, customer=customer, order=order)


@requires("orders", "create")
@require_safe
def links(request: StaffRequest) -> HttpResponse:
    """The contact and opportunity fields for another customer."""
    found = order_start.of(
        request.user, customer_id=whole(request.GET.get("customer", "")) or 0, opportunity_id=0
    )
    form = OrderForm(customer=found.customer)
    return render(request, "sales/orders/form_links.html", {"form": form})


def _changed(request: StaffRequest, order: Order, form: OrderForm, rows: LineRows) -> HttpResponse:
    by, typed = actor(request), form.new_order(rows.lines())
    version = form.cleaned_data["version"]
    if order.state == OrderState.DRAFT:
        held = ordering.edit(by=by, order=order, new=typed, version=version)
        return _saved(request, held)
    reason = form.cleaned_data["reason"]
    done = changing.change(by=by, order=order, new=typed, reason=reason, version=version)
    text = _("Sent for approval: until then the order stays as it was.")
    messages.success(request, text if done.request else _("Changed."))
    return htmx.redirect_to(request, reverse("sales:order", args=[order.pk]))


def _wanted(request: StaffRequest, lines: Sequence[OpportunityLine]) -> list[NewLine]:
    """What the customer of an opportunity wants, as lines of an order."""
    tax_bp = preferences(request.company).tax_bp
    return [NewLine(row.quantity, row.price, row.product_id, tax_bp=tax_bp) for row in lines]


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _customer(request: StaffRequest, order: Order) -> Customer:
    """The order's, or for a draft another one that was chosen."""
    chosen = whole(request.POST.get("customer", "")) or 0
    if order.state != OrderState.DRAFT or not chosen:
        return order.customer
    return order_start.customer(request.user, chosen) or order.customer


def _rows(request: StaffRequest, lines: Any, order: Order | None) -> LineRows:
    tax_bp = preferences(request.company).tax_bp
    find_url = reverse("sales:product-find")
    if request.method == "POST":
        return LineRows.typed(request.POST, find_url=find_url, tax_bp=tax_bp)
    may_read = costs.may_read(request.user.access)
    known = {row.product_id for row in lines if row.product_id} if may_read else set()
    return LineRows.of(
        lines,
        find_url=find_url,
        tax_bp=tax_bp,
        keeps_ids=order is not None and order.state != OrderState.DRAFT,
        costs=costs.cost_of(known, on=actor(request).today),
    )


def _can_be_read(form: OrderForm, rows: LineRows) -> bool:
    return all([form.is_valid(), rows.are_valid()])


def _tell(form: OrderForm, rows: LineRows, error: RuleError) -> None:
    if isinstance(error, Conflict):
        form.add_error(None, told(error))
        return
    if isinstance(error, Invalid):
        rest = rows.take_errors(error.errors)
        if not rest:
            form.add_error(None, _("Look at the marked lines."))
            return
        error = Invalid(rest)
    add_rule_error(form, error)


def _saved(request: StaffRequest, order: Order) -> HttpResponse:
    messages.success(request, _("Saved as a draft. Sign it, and it counts."))
    return htmx.redirect_to(request, reverse("sales:order", args=[order.pk]))


def _page(
    request: StaffRequest,
    form: OrderForm,
    rows: LineRows,
    *,
    customer: Customer | None,
    order: Order | None,
) -> HttpResponse:
    is_change = order is not None and order.state != OrderState.DRAFT
    context = {
        "form": form,
        "rows": rows,
        "customer": customer,
        "order": order,
        "is_change": is_change,
        "is_fixed": is_change or (order is None and "customer" in request.GET),
        "customers": [] if customer else order_start.customers(request.user, ""),
        "currency": request.company.currency,
        "reads_cost": costs.may_read(request.user.access),
    }
    is_wrong = bool(form.errors) or any(row.is_bound and row.errors for row in rows.rows)
    return render(request, "sales/orders/form.html", context, status=422 if is_wrong else 200)
