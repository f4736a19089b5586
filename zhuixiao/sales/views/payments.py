"""Payments: the list, one of them, and the dialogs that write them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.activities.queries import record_form
from zhuixiao.activities.views import conflicts
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import postings, tabs
from ..actions import allocating, paying
from ..actions.allocating import Details
from ..actions.payment_values import NewPayment, Share
from ..choices import PaymentKind
from ..forms.money import DetailsForm, PaymentForm, RefundForm
from ..forms.money_filters import PaymentFilter
from ..metrics import PAYMENTS
from ..models import Order, Payment
from ..queries import known, payments
from . import edits

PAGE = 50


@requires(PAYMENTS, "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Payments by filters, the newest first, with their totals."""
    form = PaymentFilter(request.GET, reader=request.user)
    asked = form.asked(actor(request).today)
    rows = payments.listed(asked, reader=request.user)
    named = known.with_customers(
        rows.select_related("owner", "method"), request.user, person="owner"
    )
    page = Paginator(named, PAGE).get_page(request.GET.get("page"))
    access = request.user.access
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "totals": payments.totals_of(rows),
        "tabs": tabs.tabs(tabs.MONEY, active="sales:payments", access=access),
        "own": request.company.currency,
        "is_filtered": asked != payments.Asked(),
        "may_create": access.may(PAYMENTS, "create"),
        "may_import": access.may(PAYMENTS, "import"),
        "may_export": access.may(PAYMENTS, "export"),
    }
    return htmx.render_page(request, "sales/payments.html", context, partial="found")


@requires(PAYMENTS, "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One payment with what it pays."""
    rows = Payment.objects.visible_to(request.user)
    joined = rows.select_related("owner", "method", "created_by", "refund_of")
    named = known.with_customers(joined, request.user, person="owner")
    payment = get_object_or_404(named, pk=pk)
    access = request.user.access
    is_mine = Payment.objects.workable_by(request.user).filter(pk=pk).exists()
    context = {
        "payment": payment,
        "allocations": payments.allocations_of(payment),
        "refunds": payment.refunds.filter(deleted_at=None),
        "own": request.company.currency,
        "may_allocate": is_mine and payment.rest > 0 and access.may(PAYMENTS, "create"),
        "may_edit": is_mine and access.may(PAYMENTS, "edit"),
        "may_delete": is_mine and access.may(PAYMENTS, "delete"),
    }
    return htmx.render_page(request, "sales/payment.html", context)


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Write down money that came in, for an order or ahead of one."""
    customer, order = _chosen(request)
    form = PaymentForm(
        request.POST or None,
        reader=request.user,
        orders=_orders(request, customer),
        initial=_initial(request, customer, order),
    )
    if request.method == "POST" and form.is_valid():
        try:
            payment = paying.record(by=actor(request), new=_receipt(form))
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return answer(request, payment, _("Payment recorded."))
    return _page(request, form, customer, "sales/payment_form.html")


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def refund(request: StaffRequest) -> HttpResponse:
    """Write down money that went back to a customer."""
    customer, order = _chosen(request)
    advances = Payment.objects.none()
    if customer:
        rows = Payment.objects.visible_to(request.user)
        advances = rows.filter(payments.with_rest(), customer=customer).order_by("paid_on", "pk")
    form = RefundForm(
        request.POST or None,
        reader=request.user,
        orders=_orders(request, customer, paid=True),
        advances=advances,
        initial=_initial(request, customer, order)
        | {"amount": None, "advance": whole(request.GET.get("advance", ""))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            payment = paying.record(by=actor(request), new=_refund(form))
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return answer(request, payment, _("Refund recorded."))
    return _page(request, form, customer, "sales/refund_form.html")


@requires(PAYMENTS, "create")
@require_safe
def orders(request: StaffRequest) -> HttpResponse:
    """The field of orders for another customer."""
    customer, _order = _chosen(request)
    form = PaymentForm(
        reader=request.user, orders=_orders(request, customer), initial={"order": None}
    )
    return render(request, "sales/payment_order.html", {"form": form})


@requires(PAYMENTS, "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Say day, way, account and note better."""
    payment = load(request, pk)
    names = ("paid_on", "method", "account", "note", "version")
    form = DetailsForm(
        request.POST or None,
        held=payment.method,
        initial={name: getattr(payment, name) for name in names},
    )
    kept: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        details = Details(
            paid_on=values["paid_on"],
            method_id=values["method"].pk if values["method"] else None,
            account=values["account"],
            note=values["note"],
        )
        try:
            allocating.describe(
                by=actor(request),
                payment=payment,
                details=details,
                version=values["version"],
                keep_mine=conflicts.kept(request, payment.version),
            )
        except Conflict as conflict:
            kept = edits.tell(form, conflict, postings.PAYMENT)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return answer(request, payment, _("Saved."))
    context = {"form": form, "payment": payment, **kept}
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "sales/payment_details.html", context, status=status)


@requires(PAYMENTS, "delete")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a payment back with what it paid; the toast offers to undo it."""
    payment = load(request, pk)
    paying.delete(by=actor(request), payment=payment)
    undo = reverse("sales:payment-restoration", args=[pk])
    messages.success(request, _("The payment is deleted."), extra_tags=undo)
    return htmx.redirect_to(request, reverse("sales:payments"))


@requires(PAYMENTS, "delete")
@require_POST
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """The undo of it."""
    gone = Payment.objects.restorable_by(request.user).exclude(deleted_at=None)
    payment = get_object_or_404(gone, pk=pk)
    paying.restore(by=actor(request), payment=payment)
    messages.success(request, _("Undone."))
    return htmx.redirect_to(request, reverse("sales:payment", args=[pk]))


def load(request: StaffRequest, pk: int) -> Payment:
    """The payment, if the person may see it, else 404."""
    rows = Payment.objects.visible_to(request.user).select_related("customer", "method")
    return get_object_or_404(rows, pk=pk)


def answer(request: StaffRequest, payment: Payment, text: str) -> HttpResponse:
    """Close the dialog and let the page show what changed; without htmx go to the payment."""
    url = reverse("sales:payment", args=[payment.pk])
    link, customer = (url, payment.number), payment.customer_id
    return htmx.done(request, text, url, link=link, moneyChanged=True, customerChanged=customer)


def _chosen(request: StaffRequest) -> tuple[Customer | None, Order | None]:
    """The order that the address names and its customer, or the customer of form or address."""
    order: Order | None = None
    if pk := whole(request.GET.get("order", "")):
        rows = Order.objects.visible_to(request.user).select_related("customer")
        order = rows.filter(pk=pk).first()
    asked = whole(request.POST.get("customer") or request.GET.get("customer") or "")
    customer = order.customer if order and not asked else None
    if asked:
        customer = Customer.objects.visible_to(request.user).filter(pk=asked).first()
    return customer, order


def _orders(request: StaffRequest, customer: Customer | None, *, paid: bool = False) -> Any:
    if customer is None:
        return Order.objects.none()
    return payments.orders_owed(request.user, customer, paid=paid)


def _initial(
    request: StaffRequest, customer: Customer | None, order: Order | None
) -> dict[str, Any]:
    initial: dict[str, Any] = {"paid_on": actor(request).today}
    if customer:
        initial["customer"] = customer.pk
    if order:
        initial |= {"order": order.pk, "amount": max(order.owed, 0) or None}
        if order.currency != request.company.currency:
            initial |= {"currency": order.currency, "rate": int(order.rate_e6)}
    return initial


def _receipt(form: PaymentForm) -> NewPayment:
    """With `keep_rest` the order gets what it owes and the rest stays an advance."""
    values = form.cleaned_data
    order: Order | None = values["order"]
    shares = []
    if order:
        part = values["amount"]
        if values["keep_rest"]:
            part = min(part, max(order.owed, 0))
        shares = [Share(order.pk, part)] if part else []
    return _payment(values, shares)


def _refund(form: RefundForm) -> NewPayment:
    values = form.cleaned_data
    order, advance = values["order"], values["advance"]
    shares = [Share(order.pk, values["amount"])] if order else []
    return _payment(
        values, shares, kind=PaymentKind.REFUND, refund_of_id=advance.pk if advance else None
    )


def _payment(values: dict[str, Any], shares: list[Share], **more: Any) -> NewPayment:
    return NewPayment(
        customer_id=values["customer"],
        amount=values["amount"],
        paid_on=values["paid_on"],
        shares=shares,
        currency=values["currency"],
        rate_e6=values["rate"],
        method_id=values["method"].pk if values["method"] else None,
        account=values["account"],
        note=values["note"],
        owner=values["owner"],
        **more,
    )


def _page(
    request: StaffRequest, form: PaymentForm, customer: Customer | None, template: str
) -> HttpResponse:
    context = {
        "form": form,
        "customer": customer,
        "is_fixed": "order" in request.GET or "customer" in request.GET,
        "customers": [] if customer else record_form.customers(request.user, ""),
        "own": request.company.currency,
        "is_foreign": any(form[name].value() or form[name].errors for name in ("currency", "rate")),
    }
    return render(request, template, context, status=422 if form.errors else 200)
