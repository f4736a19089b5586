"""Writing an order, and changing one: a large form with its lines."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.idempotency import idempotent

from .. import postings
from ..actions import changing, ordering
from ..choices import IN_FORCE, OrderState
from ..forms.lines import LineRows
from ..forms.order import OrderForm
from ..models import Order
from ..queries import order_page
from .order import load
from .paper_form import (
    Theirs,
    begun,
    can_be_read,
    chosen_customer,
    page,
    posted,
    rows_of,
    tell,
    wanted,
)

_TEMPLATE = "sales/orders/form.html"


@requires("orders", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Write an order; `?customer=7` and `?opportunity=3` fill in what is known already."""
    by = actor(request)
    start = begun(request)
    initial = {**start.initial, "signed_on": by.today, "currency": request.company.currency}
    form = OrderForm(posted(request), customer=start.customer, initial=initial)
    rows = rows_of(request, wanted(request, start))
    if request.method == "POST" and can_be_read(form, rows):
        try:
            order = ordering.draft(by=by, new=form.new_order(rows.lines()))
        except RuleError as error:
            tell(form, rows, error)
        else:
            return _saved(request, order)
    return page(request, _TEMPLATE, form, rows, customer=start.customer)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Edit a draft, or change a signed order with a reason; whoever saved an older one is told, and
    saves again to keep the own words."""
    order, by = load(request, pk), actor(request)
    if not order_page.rights(by.employee, order).edits:
        raise Http404
    is_open = order.state in {OrderState.DRAFT, *IN_FORCE}
    if not is_open and request.method != "POST":
        messages.error(request, _("An order in this state is not changed."))
        return htmx.redirect_to(request, reverse("sales:order", args=[pk]))
    is_change = order.state in IN_FORCE
    customer = order.customer if is_change else chosen_customer(request, order.customer)
    form = OrderForm(posted(request), customer=customer, held=order)
    rows = rows_of(request, order.lines.order_by("position"), keeps_ids=is_change)
    theirs = None
    if request.method == "POST" and can_be_read(form, rows):
        try:
            if not is_open:
                raise RuleError(_("An order in this state is not changed."))
            return _changed(request, order, form, rows)
        except RuleError as error:
            tell(form, rows, error)
            if isinstance(error, Conflict):
                theirs = Theirs.of(request, error, postings.ORDER, order)
    return page(
        request, _TEMPLATE, form, rows,
        customer=customer, is_change=is_change, theirs=theirs, order=order,
    )  # fmt: skip


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


def _saved(request: StaffRequest, order: Order) -> HttpResponse:
    messages.success(request, _("Saved as a draft. Sign it, and it counts."))
    return htmx.redirect_to(request, reverse("sales:order", args=[order.pk]))
