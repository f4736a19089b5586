"""Lists as files: what the person sees of a list, by its filters."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.approvals.models import Request
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent

from ..exporting import jobs
from ..exporting.lists import LISTINGS
from ..exporting.writing import Wish
from ..metrics import OPPORTUNITIES, ORDERS, PAYMENTS


@requires(ORDERS, "export")
@require_POST
@idempotent
def orders(request: StaffRequest) -> HttpResponse:
    """The orders of the list whose filters stand in the address."""
    return _begin(request, ORDERS)


@requires(PAYMENTS, "export")
@require_POST
@idempotent
def payments(request: StaffRequest) -> HttpResponse:
    return _begin(request, PAYMENTS)


@requires(OPPORTUNITIES, "export")
@require_POST
@idempotent
def opportunities(request: StaffRequest) -> HttpResponse:
    return _begin(request, OPPORTUNITIES)


def _begin(request: StaffRequest, key: str) -> HttpResponse:
    listing = LISTINGS[key]
    params = listing.kept(request.user, request.GET)
    return begin(request, Wish(listing, params, actor(request).today))


def begin(request: StaffRequest, wish: Wish) -> HttpResponse:
    """Start the export of a list by its address, and back to it, with what comes of it."""
    back = f"{reverse(wish.listing.url)}?{request.GET.urlencode()}"
    try:
        begun = jobs.start(by=actor(request), wish=wish)
    except RuleError as refused:
        messages.error(request, str(refused.message))
        return htmx.redirect_to(request, back)
    if isinstance(begun, Request):
        messages.success(request, _("Somebody must agree to it first; you will be told."))
        return htmx.redirect_to(request, reverse("approvals:detail", args=[begun.pk]))
    messages.success(request, _("Your export is being made; a notice tells you when it is ready."))
    return htmx.redirect_to(request, back)
