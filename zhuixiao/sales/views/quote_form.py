"""Writing a quote, and editing its draft: a large form with its lines."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import postings
from ..actions import quoting
from ..choices import QuoteState
from ..forms.quote import QuoteForm
from ..models import Quote
from ..quote_settings import quote_settings
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
from .quote import load

_TEMPLATE = "sales/quotes/form.html"


@requires("orders", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Write a quote; `?customer=7`, `?contact=9` and `?opportunity=3` fill in what is known."""
    by = actor(request)
    usual = quote_settings(request.company)
    start = begun(request)
    initial = {
        **start.initial,
        "quoted_on": by.today,
        "valid_until": usual.until(by.today),
        "currency": request.company.currency,
        "terms": usual.terms,
    }
    if contact := whole(request.GET.get("contact", "")):
        initial["contact"] = contact
    form = QuoteForm(posted(request), customer=start.customer, initial=initial)
    rows = rows_of(request, wanted(request, start))
    if request.method == "POST" and can_be_read(form, rows):
        try:
            quote = quoting.draft(by=by, new=form.new_quote(rows.lines()))
        except RuleError as error:
            tell(form, rows, error)
        else:
            return _saved(request, quote)
    return page(request, _TEMPLATE, form, rows, customer=start.customer)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Edit a draft; whoever saved an older one is told, and saves again to keep the own words."""
    quote = load(request, pk)
    if not Quote.objects.workable_by(request.user).filter(pk=pk).exists():
        raise Http404
    if quote.state != QuoteState.DRAFT and request.method != "POST":
        text = _("This quote went out as it is. Make a new version of it to change it.")
        messages.error(request, text)
        return htmx.redirect_to(request, reverse("sales:quote", args=[pk]))
    customer = chosen_customer(request, quote.customer)
    form = QuoteForm(posted(request), customer=customer, held=quote)
    rows = rows_of(request, quote.lines.order_by("position"))
    theirs = None
    if request.method == "POST" and can_be_read(form, rows):
        try:
            quoting.edit(
                by=actor(request),
                quote=quote,
                new=form.new_quote(rows.lines()),
                version=form.cleaned_data["version"],
            )
        except RuleError as error:
            tell(form, rows, error)
            if isinstance(error, Conflict):
                theirs = Theirs.of(request, error, postings.QUOTE, quote)
        else:
            return _saved(request, quote)
    return page(request, _TEMPLATE, form, rows, customer=customer, theirs=theirs, quote=quote)


def _saved(request: StaffRequest, quote: Quote) -> HttpResponse:
    messages.success(request, _("Saved as a draft. Send it when it is right."))
    return htmx.redirect_to(request, reverse("sales:quote", args=[quote.pk]))
