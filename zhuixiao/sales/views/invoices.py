"""Invoices: the list, one of them, and its way from being asked for to being void."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import tabs
from ..actions import invoice_sums, invoicing, titling
from ..actions.invoicing import NewInvoice, Paper
from ..choices import InvoiceState
from ..forms.money import InvoiceForm, PaperForm, RedForm
from ..forms.money_filters import InvoiceFilter
from ..metrics import PAYMENTS
from ..models import Invoice, Order
from ..queries import invoices, known

PAGE = 50


@requires(PAYMENTS, "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Invoices by filters, the newest first, with their totals."""
    form = InvoiceFilter(request.GET, reader=request.user)
    asked = form.asked(actor(request).today)
    rows = invoices.listed(asked, reader=request.user)
    named = known.with_customers(
        rows.select_related("order", "owner"), request.user, person="owner"
    )
    page = Paginator(named, PAGE).get_page(request.GET.get("page"))
    access = request.user.access
    context = {
        "form": form,
        "page": page,
        "totals": invoices.totals_of(rows),
        "tabs": tabs.tabs(tabs.MONEY, active="sales:invoices", access=access),
        "own": request.company.currency,
        "is_filtered": asked != invoices.Asked(),
        "may_create": access.may(PAYMENTS, "create"),
    }
    return htmx.render_page(request, "sales/invoices.html", context, partial="found")


@requires(PAYMENTS, "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One invoice with what can be done with it."""
    invoice = load(request, pk)
    access = request.user.access
    is_mine = Invoice.objects.workable_by(request.user).filter(pk=pk).exists()
    may_edit = is_mine and access.may(PAYMENTS, "edit")
    is_issued = invoice.state == InvoiceState.ISSUED
    rest = invoice_sums.rest_of(invoice) if is_issued and not invoice.red_of_id else 0
    context = {
        "invoice": invoice,
        "knows_customer": known.knows_customer(invoice, request.user, person="owner"),
        "title": invoices.shown_title(invoice.title, access),
        "red": invoice.red_invoices.filter(deleted_at=None).order_by("pk"),
        "rest": rest,
        "may_issue": may_edit and invoice.state == InvoiceState.ASKED,
        "may_withdraw": invoice.state == InvoiceState.ASKED
        and is_mine
        and access.may(PAYMENTS, "create"),
        "may_void": may_edit and invoicing.can_be_void(invoice),
        "may_red": may_edit and rest > 0,
    }
    return render(request, "sales/invoice.html", context)


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Ask for an invoice of an order."""
    rows = Order.objects.visible_to(request.user).select_related("customer")
    pk = whole(request.GET.get("order", ""))
    if not pk:
        waiting = invoices.orders_to_invoice(request.user).select_related("customer")[:PAGE]
        return render(request, "sales/invoice_order.html", {"orders": waiting})
    order = get_object_or_404(rows, pk=pk)
    titles = invoices.titles_of(order.customer)
    usual = titles.first()
    initial = {
        "kind": titling.usual_kind(usual) if usual else "",
        "amount": max(order.to_invoice, 0),
        "tax_bp": invoices.usual_tax(order),
        "title": usual,
    }
    form = InvoiceForm(request.POST or None, titles=titles, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        wanted = NewInvoice(
            order_id=order.pk,
            amount=values["amount"],
            title_id=values["title"].pk,
            kind=values["kind"],
            tax_bp=values["tax_bp"] or 0,
            note=values["note"],
        )
        try:
            invoice = invoicing.ask(by=actor(request), new=wanted)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, invoice, _("The invoice is asked for."))
    context = {"form": form, "order": order, "titles": titles}
    return render(request, "sales/invoice_form.html", context, status=422 if form.errors else 200)


@requires(PAYMENTS, "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter number and day of the paper."""
    invoice = load(request, pk)
    initial = {"issued_on": actor(request).today, "sent_by": invoice.title.get("email", "")}
    form = PaperForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any]) -> Invoice:
        return invoicing.issue(by=actor(request), invoice=invoice, paper=Paper(**values))

    return _form(request, form, invoice, act, _("The invoice is issued."), _("Issue the invoice"))


@requires(PAYMENTS, "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def red(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for a red invoice of an issued one."""
    invoice = load(request, pk)
    form = RedForm(request.POST or None, initial={"amount": invoice_sums.rest_of(invoice)})

    def act(values: dict[str, Any]) -> Invoice:
        return invoicing.ask_red(by=actor(request), invoice=invoice, **values)

    text = _("The red invoice is asked for.")
    return _form(request, form, invoice, act, text, _("Ask for a red invoice"))


@requires(PAYMENTS, "create")
@require_POST
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """It is not wanted any more."""
    invoice = invoicing.withdraw(by=actor(request), invoice=load(request, pk))
    return _answer(request, invoice, _("The invoice is withdrawn."))


@requires(PAYMENTS, "edit")
@require_POST
def voiding(request: StaffRequest, pk: int) -> HttpResponse:
    """It was void from the start."""
    invoice = invoicing.void(by=actor(request), invoice=load(request, pk))
    return _answer(request, invoice, _("The invoice is void."))


def load(request: StaffRequest, pk: int) -> Invoice:
    """The invoice, if the person may see it, else 404."""
    rows = Invoice.objects.visible_to(request.user)
    joined = rows.select_related("order", "customer", "owner", "created_by", "red_of")
    return get_object_or_404(joined, pk=pk)


def _form(
    request: StaffRequest,
    form: Any,
    invoice: Invoice,
    act: Callable[[dict[str, Any]], Invoice],
    done: str,
    heading: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, act(form.cleaned_data), done)
        except RuleError as error:
            add_rule_error(form, error)
    context = {"form": form, "invoice": invoice, "heading": heading}
    return render(request, "sales/invoice_act.html", context, status=422 if form.errors else 200)


def _answer(request: StaffRequest, invoice: Invoice, text: str) -> HttpResponse:
    url = reverse("sales:invoice", args=[invoice.pk])
    link, customer = (url, pgettext("toast", "Open")), invoice.customer_id
    return htmx.done(request, text, url, link=link, moneyChanged=True, customerChanged=customer)
