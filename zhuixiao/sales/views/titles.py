"""Title data of a customer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.activities.views import conflicts
from zhuixiao.customers.choices import CustomerKind
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import titling
from ..actions.titling import TitleValues
from ..choices import TitleKind
from ..forms.money import TitleForm
from ..metrics import PAYMENTS
from ..models import InvoiceTitle
from ..queries import invoices
from . import edits


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """A new title of a customer, filled in with what is known of it."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    is_person = customer.kind == CustomerKind.PERSON
    initial = {
        "kind": TitleKind.PERSON if is_person else TitleKind.COMPANY,
        "name": customer.name,
        "tax_number": customer.credit_code,
        "address": customer.address,
    }
    form = TitleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            titling.add(by=actor(request), customer=customer, values=_values(form))
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, customer.pk, _("Saved."))
    return _page(request, form, customer, None)


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a title."""
    title = _load(request, pk)
    initial: dict[str, Any] = {name: getattr(title, name) for name in TitleForm.base_fields}
    access = request.user.access
    initial |= {name: invoices.shown_reach(name, initial[name], access) for name in invoices.REACH}
    form = TitleForm(request.POST or None, initial=initial)
    kept: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            titling.change(
                by=actor(request),
                title=title,
                values=_values(form),
                version=form.cleaned_data["version"],
                keep_mine=conflicts.kept(request, title.version),
            )
        except Conflict as conflict:
            kept = edits.tell(form, conflict, titling.KIND)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, title.customer_id, _("Saved."))
    return _page(request, form, title.customer, title, **kept)


@requires(PAYMENTS, "create")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a title away."""
    title = _load(request, pk)
    titling.remove(by=actor(request), title=title)
    return _answer(request, title.customer_id, _("Deleted."))


def _load(request: StaffRequest, pk: int) -> InvoiceTitle:
    customers = Customer.objects.visible_to(request.user)
    rows = InvoiceTitle.objects.filter(customer__in=customers.values("pk"))
    return get_object_or_404(rows.select_related("customer"), pk=pk)


def _values(form: TitleForm) -> TitleValues:
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    return TitleValues(**values)


def _page(
    request: StaffRequest,
    form: TitleForm,
    customer: Customer,
    title: InvoiceTitle | None,
    **kept: Any,
) -> HttpResponse:
    context = {"form": form, "customer": customer, "title": title, **kept}
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "sales/title_form.html", context, status=status)


def _answer(request: StaffRequest, customer_id: int, text: str) -> HttpResponse:
    return htmx.done(request, text, f"/customers/{customer_id}/", moneyChanged=True)
