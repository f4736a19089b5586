"""Dialogs of an order: void, return, credit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import coming_back
from ..actions import crediting, ending, returning
from ..choices import ReturnKind, ReturnState
from ..forms.order_dialogs import CreditForm, ReturnForm, VoidForm
from ..models import Order
from ..queries import order_page
from .order import load, told


@requires("orders", "delete")
@require_http_methods(["GET", "POST"])
@idempotent
def void(request: StaffRequest, pk: int) -> HttpResponse:
    """Make an order void, with the reason."""
    order = load(request, pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ending.void(by=actor(request), order=order, reason=form.cleaned_data["reason"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _done(request, order, _("The order is void."))
    return _dialog(request, "sales/orders/void.html", order, form)


@requires("orders", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def credit(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the credit to another person."""
    order = load(request, pk)
    form = CreditForm(request.POST or None, reader=request.user, held=order.owner)
    if request.method == "POST" and form.is_valid():
        try:
            crediting.credit(by=actor(request), order=order, owner=form.cleaned_data["owner"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _done(request, order, _("Saved."))
    return _dialog(request, "sales/orders/credit.html", order, form)


@requires("orders", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def return_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what comes back; an exchange goes on with the draft of what goes out."""
    order, by = load(request, pk), actor(request)
    initial = {"kind": ReturnKind.RETURN, "returned_on": by.today}
    lines = coming_back.left(order)
    form = ReturnForm(request.POST or None, lines=lines, initial=initial)
    if request.method == "POST" and form.is_valid():
        new = form.new_return()
        try:
            back = returning.take_back(by=by, order=order, new=new)
        except Invalid as error:
            form.take_errors(error.errors, new)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _returned(request, order, back.state, back.kind)
    return _dialog(request, "sales/orders/return.html", order, form)


@requires("orders", "edit")
@require_POST
@idempotent
def return_removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a return back."""
    back = get_object_or_404(order_page.returns_seen(request.user), pk=pk)
    try:
        returning.undo(by=actor(request), back=back)
    except RuleError as refused:
        messages.error(request, told(refused))
        return htmx.redirect_to(request, reverse("sales:order", args=[back.order_id]))
    return _done(request, back.order, _("The return was taken back."))


def _returned(request: StaffRequest, order: Order, state: str, kind: str) -> HttpResponse:
    if state == ReturnState.ASKED:
        return _done(request, order, _("Sent for approval. It counts once everybody has agreed."))
    follow = order.followed_by.filter(deleted_at=None).order_by("-pk").first()
    if kind == ReturnKind.EXCHANGE and follow:
        messages.success(request, _("Returned. Now check what goes out instead."))
        return htmx.redirect_to(request, reverse("sales:order-edit", args=[follow.pk]))
    return _done(request, order, _("Returned."))


def _done(request: StaffRequest, order: Order, text: str) -> HttpResponse:
    messages.success(request, text)
    return htmx.redirect_to(request, reverse("sales:order", args=[order.pk]))


def _dialog(
    request: StaffRequest, template: str, order: Order, form: "VoidForm | CreditForm | ReturnForm"
) -> HttpResponse:
    if not order_page.rights(request.user, order).works:
        raise Http404
    status = 422 if form.errors else 200
    return render(request, template, {"order": order, "form": form}, status=status)
