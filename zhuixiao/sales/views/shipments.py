"""Shipments: the list, the panel of an order, the form, and their arrival."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.activities.views import conflicts
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import postings, tabs
from ..actions import shipping
from ..forms.shipments import ShipmentFilterForm, ShipmentForm, SignatureForm, initial_of
from ..models import Order, Shipment
from ..queries import receivers, shipments
from . import edits

PAGE = 50


@requires("orders", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All shipments by filters."""
    form = ShipmentFilterForm(request.GET, reader=request.user)
    chosen = form.chosen(actor(request).today)
    rows = shipments.listed(chosen, reader=request.user)
    context = {
        "form": form,
        "tabs": tabs.tabs(tabs.DOCUMENTS, active="sales:shipments", access=request.user.access),
        "page": Paginator(shipments.with_goods(rows), PAGE).get_page(request.GET.get("page")),
        "totals": shipments.totals(rows),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "on_the_way_url": _with(request, state="sent"),
    }
    return htmx.render_page(request, "sales/shipments.html", context, partial="found")


@requires("orders", "view")
@require_safe
def of_order(request: StaffRequest, pk: int) -> HttpResponse:
    """What was sent of an order and what is left: a panel of its page."""
    order = get_object_or_404(Order.objects.visible_to(request.user), pk=pk)
    lines = shipments.lines_of(order)
    may_work = _may_work(request, order)
    context = {
        "order": order,
        "rows": shipments.of_order(order, request.user),
        "left": [line for line in lines if line.left],
        "may_be_completed": shipments.may_be_completed(order, lines),
        "may_ship": may_work and order.is_in_force,
        "may_work": may_work,
    }
    return render(request, "sales/order_shipments.html", context)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Send what is left of an order, or a part of it."""
    order = get_object_or_404(_orders(request), pk=pk)
    by, usual = actor(request), receivers.usual(order)
    initial = {
        "shipped_on": by.today,
        "receiver": usual.name,
        "address": usual.address,
    }
    lines = shipments.lines_of(order)
    form = ShipmentForm(request.POST or None, initial=initial, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            shipment = shipping.ship(by=by, order=order, new=form.new_shipment())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, shipment, _("Shipped."), offer=True)
    return _page(request, form, order, phone=usual.phone)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a shipment."""
    shipment = _shipment(request, pk)
    lines = shipments.lines_of(shipment.order)
    form = ShipmentForm(
        request.POST or None, initial=initial_of(shipment), lines=lines, held=shipment
    )
    kept: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            shipping.change(
                by=actor(request),
                shipment=shipment,
                new=form.new_shipment(),
                version=form.cleaned_data["version"],
                keep_mine=conflicts.kept(request, shipment.version),
            )
        except Conflict as conflict:
            kept = edits.tell(form, conflict, postings.SHIPMENT)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, shipment, _("Saved."))
    return _page(request, form, shipment.order, phone=shipment.phone, shipment=shipment, **kept)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def signature(request: StaffRequest, pk: int) -> HttpResponse:
    """It has arrived: who signed for it, and when."""
    shipment, by = _shipment(request, pk), actor(request)
    initial = {
        "signed_on": shipment.signed_on or by.today,
        "signed_by": shipment.signed_by or shipment.receiver,
    }
    form = SignatureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            shipping.sign(by=by, shipment=shipment, on=data["signed_on"], who=data["signed_by"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, shipment, _("Signed for."))
    context = {"form": form, "shipment": shipment}
    status = 422 if form.errors else 200
    return render(request, "sales/shipment_signature.html", context, status=status)


@requires("orders", "edit")
@require_POST
def signature_removal(request: StaffRequest, pk: int) -> HttpResponse:
    """It is still on its way after all."""
    shipment = _shipment(request, pk)
    shipping.unsign(by=actor(request), shipment=shipment)
    return _answer(request, shipment, _("Saved."))


@requires("orders", "edit")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """It was not sent after all."""
    shipment = _shipment(request, pk)
    shipping.take_back(by=actor(request), shipment=shipment)
    return _answer(request, shipment, _("The shipment was taken back."))


def _orders(request: StaffRequest) -> Any:
    return Order.objects.visible_to(request.user).select_related("customer")


def _may_work(request: StaffRequest, order: Order) -> bool:
    may = request.user.access.may("orders", "edit")
    return may and Order.objects.workable_by(request.user).filter(pk=order.pk).exists()


def _shipment(request: StaffRequest, pk: int) -> Shipment:
    rows = shipments.visible_to(request.user).select_related("order__customer")
    return get_object_or_404(rows, pk=pk)


def _with(request: StaffRequest, **values: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _page(
    request: StaffRequest,
    form: ShipmentForm,
    order: Order,
    *,
    phone: str,
    shipment: Shipment | None = None,
    **kept: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "order": order,
        "shipment": shipment,
        "carriers": shipments.carriers(request.user),
        "known_phone": receivers.shown_phone(phone, request.user.access),
        **kept,
    }
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "sales/shipment_form.html", context, status=status)


def _answer(
    request: StaffRequest, shipment: Shipment, text: str, *, offer: bool = False
) -> HttpResponse:
    """A toast, which after a new shipment offers an action record of type 发货."""
    may_offer = offer and request.user.access.may("activities", "create")
    link = _record_link(shipment) if may_offer else None
    changed = {"shipmentsChanged": True, "customerChanged": shipment.order.customer_id}
    return htmx.done(request, text, reverse("sales:shipments"), link=link, **changed)


def _record_link(shipment: Shipment) -> tuple[str, str] | None:
    kind = Option.objects.of(PickList.ACTIVITY_TYPE).in_use().filter(key="shipping").first()
    if kind is None:
        return None
    given = {
        "customer": shipment.order.customer_id,
        "type": kind.pk,
        "subject": _("Shipped %(number)s") % {"number": shipment.number},
    }
    return f"{reverse('activities:new')}?{urlencode(given)}", _("Write an action record")
