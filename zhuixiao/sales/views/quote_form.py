"""Writing a quote, and editing its draft: a large form with its lines."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
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

from ..actions import quoting
from ..actions.lines import NewLine
from ..actions.quote_values import lines_of_opportunity
from ..choices import QuoteState
from ..forms.lines import LineRows
from ..forms.quote import QuoteForm, initial_of
from ..models import Opportunity, Quote
from ..models.lines import Line
from ..preferences import preferences
from ..queries import order_start
from ..quote_settings import quote_settings
from .quote import load, told


@requires("orders", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Write a quote; `?customer=7`, `?contact=9` and `?opportunity=3` fill in what is known."""
    by = actor(request)
    usual = quote_settings(request.company)
    chance = _opportunity(request)
    customer = _customer(request, None) or (
        order_start.customer(request.user, chance.customer_id) if chance else None
    )
    chance = chance if chance and customer and chance.customer_id == customer.pk else None
    initial = {
        "customer": customer.pk if customer else None,
        "contact": whole(request.GET.get("contact", "")) or (chance.contact_id if chance else None),
        "opportunity": chance.pk if chance else None,
        "title": chance.name if chance else "",
        "quoted_on": by.today,
        "valid_until": usual.until(by.today),
        "currency": request.company.currency,
        "terms": usual.terms,
    }
    form = QuoteForm(_posted(request), customer=customer, initial=initial)
    tax_bp = preferences(request.company).tax_bp
    lines = lines_of_opportunity(chance, tax_bp=tax_bp) if chance else []
    rows = _rows(request, lines)
    if request.method == "POST" and _can_be_read(form, rows):
        try:
            quote = quoting.draft(by=by, new=form.new_quote(rows.lines()))
        except RuleError as error:
            _tell(form, rows, error)
        else:
            return _saved(request, quote)
    return _page(request, form, rows, customer=customer, quote=None)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Edit a draft; whoever saved an older one is told, and saves again to keep the own words."""
    quote = load(request, pk)
    if quote.state != QuoteState.DRAFT:
        text = _("This quote went out as it is. Make a new version of it to change it.")
        messages.error(request, text)
        return htmx.redirect_to(request, reverse("sales:quote", args=[pk]))
    customer = _customer(request, quote)
    form = QuoteForm(_posted(request), customer=customer, initial=initial_of(quote), held=quote)
    rows = _rows(request, list(quote.lines.order_by("position")))
    seen = None
    if request.method == "POST" and _can_be_read(form, rows):
        try:
            quoting.edit(
                by=actor(request),
                quote=quote,
                new=form.new_quote(rows.lines()),
                version=form.cleaned_data["version"],
            )
        except Conflict as conflict:
            seen = conflict.version
            form.add_error(None, _theirs())
        except RuleError as error:
            _tell(form, rows, error)
        else:
            return _saved(request, quote)
    return _page(request, form, rows, customer=customer, quote=quote, seen=seen)


@requires("orders", "create")
@require_safe
def links(request: StaffRequest) -> HttpResponse:
    """The contact and opportunity fields for another customer."""
    form = QuoteForm(customer=_customer(request, None))
    return render(request, "sales/orders/form_links.html", {"form": form})


def _theirs() -> str:
    return _(
        "Somebody else saved this quote meanwhile. What you typed is still here: save again to "
        "keep it in place of theirs, or leave the page to keep theirs."
    )


def _opportunity(request: StaffRequest) -> Opportunity | None:
    pk = whole(request.GET.get("opportunity", ""))
    rows = Opportunity.objects.visible_to(request.user)
    found: Opportunity | None = rows.filter(pk=pk).first() if pk else None
    return found


def _customer(request: StaffRequest, quote: Quote | None) -> Customer | None:
    """The one that was chosen, that of the address, or the draft's."""
    asked = request.POST.get("customer") or request.GET.get("customer") or ""
    chosen = order_start.customer(request.user, whole(asked) or 0)
    return chosen or (quote.customer if quote else None)


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _rows(request: StaffRequest, lines: Sequence[Line | NewLine]) -> LineRows:
    tax_bp = preferences(request.company).tax_bp
    find_url = reverse("sales:product-find")
    if request.method == "POST":
        return LineRows.typed(request.POST, find_url=find_url, tax_bp=tax_bp)
    may_read = costs.may_read(request.user.access)
    known = {row.product_id for row in lines if row.product_id} if may_read else set()
    on = actor(request).today
    return LineRows.of(
        lines, find_url=find_url, tax_bp=tax_bp, costs=costs.cost_of(known, on=on) if known else {}
    )


def _can_be_read(form: QuoteForm, rows: LineRows) -> bool:
    return all([form.is_valid(), rows.are_valid()])


def _tell(form: QuoteForm, rows: LineRows, error: RuleError) -> None:
    if isinstance(error, Invalid):
        rest = rows.take_errors(error.errors)
        if not rest:
            form.add_error(None, _("Look at the marked lines."))
            return
        error = Invalid(rest)
    if isinstance(error, Conflict):
        form.add_error(None, told(error))
        return
    add_rule_error(form, error)


def _saved(request: StaffRequest, quote: Quote) -> HttpResponse:
    messages.success(request, _("Saved as a draft. Send it when it is right."))
    return htmx.redirect_to(request, reverse("sales:quote", args=[quote.pk]))


def _page(
    request: StaffRequest,
    form: QuoteForm,
    rows: LineRows,
    *,
    customer: Customer | None,
    quote: Quote | None,
    seen: int | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "customer": customer,
        "quote": quote,
        "version": form["version"].value() if seen is None else seen,
        "is_fixed": quote is None and bool(customer) and request.method == "GET",
        "customers": [] if customer else order_start.customers(request.user, ""),
        "currency": request.company.currency,
        "reads_cost": costs.may_read(request.user.access),
    }
    is_wrong = bool(form.errors) or any(row.is_bound and row.errors for row in rows.rows)
    return render(request, "sales/quotes/form.html", context, status=422 if is_wrong else 200)
