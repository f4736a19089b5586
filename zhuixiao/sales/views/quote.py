"""One quote: its page, and what becomes of it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import history
from zhuixiao.kit import documents, htmx, panels
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import postings
from ..actions import quote_ordering, quote_states, quoting
from ..forms.quote_dialogs import DeclineForm
from ..models import Quote
from ..queries import quote_page, quote_versions

_MOST_CHANGES = 30


@requires("orders", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything of one version, beside the others of its number."""
    quote, today = load(request, pk), actor(request).today
    versions = quote_versions.versions_of(quote, reader=request.user)
    newest = versions[0] if versions else quote
    context = {
        "quote": quote,
        "lines": quote.lines.order_by("position"),
        "offers": quote_page.offers(request.user, quote, today=today),
        "is_expired": quote.is_expired(today),
        "newest": newest if newest.pk != quote.pk else None,
        "versions": versions,
        "compared": quote_versions.compared(versions) if len(versions) > 1 else None,
        "orders": quote_page.orders_of(quote, request.user),
        "is_foreign": quote.currency != request.company.currency,
        "company_currency": request.company.currency,
        "languages": settings.LANGUAGES,
        "has_pdf": documents.is_available(),
        "panels": panels.of_page("quote", request, quote.pk, request.user.access),
        "history": history(postings.QUOTE, quote.pk, _MOST_CHANGES, access=request.user.access),
    }
    return render(request, "sales/quotes/detail.html", context)


@requires("orders", "edit")
@require_POST
@idempotent
def sending(request: StaffRequest, pk: int) -> HttpResponse:
    """It went out by other ways than this program's mail."""

    def act(by: Actor, quote: Quote) -> Quote:
        version = whole(request.POST.get("version", ""))
        return quote_states.send(by=by, quote=quote, version=version)

    return _then_page(request, pk, act, _("Marked as sent. It stays as it is from now on."))


@requires("orders", "create")
@require_POST
@idempotent
def version(request: StaffRequest, pk: int) -> HttpResponse:
    """A new version, which opens to be edited."""
    try:
        newer = quote_states.revise(by=actor(request), quote=load(request, pk))
    except RuleError as refused:
        return _refused(request, pk, refused)
    # Who writes quotes need not be one who edits them.
    name = "sales:quote-edit" if request.user.access.may("orders", "edit") else "sales:quote"
    return htmx.redirect_to(request, reverse(name, args=[newer.pk]))


@requires("orders", "edit")
@require_POST
@idempotent
def acceptance(request: StaffRequest, pk: int) -> HttpResponse:
    """The customer wants it."""

    def act(by: Actor, quote: Quote) -> Quote:
        return quote_states.accept(by=by, quote=quote)

    return _then_page(request, pk, act, _("Accepted. Make an order of it when you are ready."))


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def refusal(request: StaffRequest, pk: int) -> HttpResponse:
    """The customer does not want it, and why."""
    quote = load(request, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            quote_states.decline(by=actor(request), quote=quote, reason=reason)
        except RuleError as refused:
            add_rule_error(form, refused)
        else:
            messages.success(request, _("Marked as declined."))
            return htmx.redirect_to(request, reverse("sales:quote", args=[pk]))
    context = {"form": form, "quote": quote}
    status = 422 if form.errors else 200
    return render(request, "sales/quotes/decline.html", context, status=status)


@requires("orders", "create")
@require_POST
@idempotent
def order(request: StaffRequest, pk: int) -> HttpResponse:
    """Make an order of it; `again` makes a second one."""
    quote = load(request, pk)
    try:
        made = quote_ordering.order(
            by=actor(request), quote=quote, again=bool(request.POST.get("again"))
        )
    except RuleError as refused:
        return _refused(request, pk, refused)
    text = _("The order %(number)s was made as a draft. Check it, and sign it.")
    messages.success(request, text % {"number": made.number})
    return htmx.redirect_to(request, reverse("sales:order", args=[made.pk]))


@requires("orders", "edit")
@require_POST
@idempotent
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    quote = load(request, pk)
    try:
        quoting.delete(by=actor(request), quote=quote)
    except RuleError as refused:
        return _refused(request, pk, refused)
    messages.success(request, _("Deleted."))
    return htmx.redirect_to(request, reverse("sales:quotes"))


def load(request: StaffRequest, pk: int) -> Quote:
    """The quote, if the person may see it, else 404."""
    quote = quote_page.quote_of(request.user, pk)
    if quote is None:
        raise Http404
    return quote


def told(error: RuleError) -> str:
    """Why it was refused; two people at once are told to look again."""
    if isinstance(error, Conflict):
        return _("Somebody else changed this quote at the same time. Look at it, then do it again.")
    return str(error.message)


def _then_page(
    request: StaffRequest, pk: int, act: Callable[[Actor, Quote], Quote], text: str
) -> HttpResponse:
    try:
        act(actor(request), load(request, pk))
    except RuleError as refused:
        return _refused(request, pk, refused)
    messages.success(request, text)
    return htmx.redirect_to(request, reverse("sales:quote", args=[pk]))


def _refused(request: StaffRequest, pk: int, error: RuleError) -> HttpResponse:
    messages.error(request, told(error))
    return htmx.redirect_to(request, reverse("sales:quote", args=[pk]))
