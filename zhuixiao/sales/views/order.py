"""One order: its page, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import history
from zhuixiao.files import actions as files
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import htmx, panels
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import postings
from ..actions import ending, renewing, signing
from ..choices import OrderState
from ..models import Order
from ..queries import order_page, order_versions

_MOST_CHANGES = 30
_WORDS = {
    OrderState.RUNNING: gettext_lazy("Start delivering"),
    OrderState.COMPLETE: pgettext_lazy("order", "Mark as complete"),
}


@requires("orders", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything of one order; other areas hang their panels on it."""
    order = load(request, pk)
    access = request.user.access
    rights = order_page.rights(request.user, order)
    margin, margin_bp = order_page.margin_of(order) if rights.reads_cost else (None, None)
    asked = order.request if order.request and order.request.is_open else None
    context = {
        "order": order,
        "rights": rights,
        "lines": order_page.lines_of(order, access),
        "margin": margin,
        "margin_bp": margin_bp,
        "is_foreign": order.currency != request.company.currency,
        "company_currency": request.company.currency,
        "steps": order_page.steps_of(order),
        "may_create": access.may("orders", "create"),
        "next_states": [
            (state.value, _WORDS[state])
            for state in ending.NEXT.get(OrderState(order.state), ())
            if rights.edits
        ],
        "asked": asked,
        "takes_back": asked is not None and asked.asker_id == request.user.pk,
        "versions": order_versions.versions_of(order),
        "returns": order_page.returns_of(order),
        "followed_by": order.followed_by.filter(deleted_at=None).order_by("pk"),
        "files": StoredFile.objects.of_record(postings.ORDER, order.pk),
        "panels": panels.of_page("order", request, order.pk, access),
        "history": history(postings.ORDER, order.pk, _MOST_CHANGES, access=access),
    }
    return htmx.render_page(request, "sales/orders/detail.html", context)


@requires("orders", "edit")
@require_POST
@idempotent
def signature(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign a draft."""

    def act(by: Actor, order: Order) -> str:
        done = signing.sign(by=by, order=order, version=whole(request.POST.get("version", "")))
        if done.state == OrderState.ASKED:
            return _("Sent for approval. It counts once everybody has agreed.")
        return _("Signed.")

    return _then_page(request, pk, act)


@requires("orders", "edit")
@require_POST
@idempotent
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what was asked about the order."""

    def act(by: Actor, order: Order) -> str:
        signing.withdraw(by=by, order=order)
        return _("Taken back.")

    return _then_page(request, pk, act)


@requires("orders", "edit")
@require_POST
@idempotent
def state(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a signed order run, or be complete."""

    def act(by: Actor, order: Order) -> str:
        return str(ending.advance(by=by, order=order, to=request.POST.get("to", "")).number)

    return _then_page(request, pk, act)


@requires("orders", "edit")
@require_POST
@idempotent
def deletion(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    order = load(request, pk)
    try:
        ending.delete(by=actor(request), order=order)
    except RuleError as refused:
        messages.error(request, str(refused.message))
        return htmx.redirect_to(request, reverse("sales:order", args=[pk]))
    messages.success(request, _("Deleted."))
    return htmx.redirect_to(request, reverse("sales:orders"))


@requires("orders", "create")
@require_POST
@idempotent
def renewal(request: StaffRequest, pk: int) -> HttpResponse:
    """A draft of the contract that follows."""
    order = load(request, pk)
    try:
        follow = renewing.renew(by=actor(request), order=order)
    except RuleError as refused:
        messages.error(request, str(refused.message))
        return htmx.redirect_to(request, reverse("sales:order", args=[pk]))
    # Who writes orders need not be one who edits them.
    name = "sales:order-edit" if request.user.access.may("orders", "edit") else "sales:order"
    return htmx.redirect_to(request, reverse(name, args=[follow.pk]))


@requires("orders", "edit")
@require_POST
def file(request: StaffRequest, pk: int) -> HttpResponse:
    """Hang a file on an order."""

    def act(by: Actor, order: Order) -> str:
        upload = request.FILES.get("file")
        if not order_page.rights(request.user, order).edits:
            raise RuleError(_("You may not change this order."))
        if upload is None:
            raise RuleError(_("Choose a file first."))
        files.store(by=by, upload=upload, kind=postings.ORDER, record_id=order.pk)
        return _("Saved.")

    return _then_page(request, pk, act)


def load(request: StaffRequest, pk: int) -> Order:
    """The order, if the person may see it, else 404."""
    order = order_page.order_of(request.user, pk)
    if order is None:
        raise Http404
    return order


def told(error: RuleError) -> str:
    """Why it was refused; two people at once are told to look again."""
    if isinstance(error, Conflict):
        return _("Somebody else changed this order at the same time. Look at it, then do it again.")
    return str(error.message)


def _then_page(request: StaffRequest, pk: int, act: Callable[[Actor, Order], Any]) -> HttpResponse:
    try:
        messages.success(request, act(actor(request), load(request, pk)))
    except RuleError as refused:
        messages.error(request, told(refused))
    return htmx.redirect_to(request, reverse("sales:order", args=[pk]))
