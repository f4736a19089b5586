"""Expense claims: the list, one of them, ticking expenses, handing in, paying out."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import tabs
from ..actions import expense_claims
from ..choices import CHANGEABLE, ClaimState
from ..forms.claims import ClaimFilterForm, ClaimForm, PayoutForm
from ..models import ExpenseClaim
from ..queries import claims
from . import edits

PAGE = 50


@requires("expenses", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Claims by state, person and number, and how many own expenses wait for one."""
    form = ClaimFilterForm(request.GET, reader=request.user)
    form.full_clean()
    values = form.cleaned_data
    rows = claims.listed(
        request.user,
        state=values.get("state", ""),
        person=values.get("person"),
        text=values.get("q", ""),
    )
    context = {
        "form": form,
        "tabs": tabs.tabs(tabs.SPENDING, active="sales:claims", access=request.user.access),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "total": claims.sum_of(rows),
        "waiting": claims.waiting(request.user),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_create": request.user.access.may("expenses", "create"),
    }
    return htmx.render_page(request, "sales/claims.html", context, partial="found")


@requires("expenses", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One claim with its expenses and receipts, and what this person may do."""
    claim = _claim(request, pk)
    rows = list(claims.expenses_of(claim, request.user))
    receipts = claims.receipts_of(rows)
    access = request.user.access
    is_own = claim.employee_id == request.user.pk and access.may("expenses", "edit")
    may_pay = access.may("payments", "manage") or access.may("expenses", "manage")
    context = {
        "claim": claim,
        "rows": [(row, receipts.get(row.pk, [])) for row in rows],
        "refusal": claims.refusal(claim),
        "may_edit": is_own and claim.state in CHANGEABLE,
        "may_withdraw": is_own and claim.state == ClaimState.ASKED,
        "may_pay": may_pay and claim.state == ClaimState.APPROVED,
        "may_take_payment_back": may_pay and claim.state == ClaimState.PAID,
        "payout": PayoutForm(initial={"on": actor(request).today}),
    }
    return htmx.render_page(request, "sales/claim.html", context)


@requires("expenses", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Tick own expenses; all that wait are ticked already."""
    offered = claims.to_collect(request.user)
    initial = {"expenses": [row.pk for row in offered]}
    form = ClaimForm(request.POST or None, initial=initial, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            claim = expense_claims.draft(
                by=actor(request), expense_ids=form.ids(), note=form.cleaned_data["note"]
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _then(request, claim, submit="submit" in request.POST)
    return _page(request, form, None)


@requires("expenses", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Tick other expenses of a draft."""
    claim = _claim(request, pk)
    offered = claims.to_collect(claim.employee, claim)
    initial = {
        "expenses": [row.pk for row in offered if row.claim_id == claim.pk],
        "note": claim.note,
        "version": claim.version,
    }
    kept: dict[str, Any] = {}
    form = ClaimForm(request.POST or None, initial=initial, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            expense_claims.change(
                by=actor(request),
                claim=claim,
                expense_ids=form.ids(),
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
        except Conflict as conflict:
            kept = edits.tell(form, conflict, expense_claims.KIND)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _then(request, claim, submit="submit" in request.POST)
    return _page(request, form, claim, **kept)


@requires("expenses", "edit")
@require_POST
@idempotent
def submission(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand a draft in."""
    return _then(request, _claim(request, pk), submit=True)


@requires("expenses", "edit")
@require_POST
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a claim back while nobody has finally decided."""
    claim = _claim(request, pk)
    expense_claims.withdraw(by=actor(request), claim=claim)
    return _done(request, pk, _("The claim is a draft again."))


@requires("expenses", "edit")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Drop a draft; its expenses wait for another claim."""
    expense_claims.delete(by=actor(request), claim=_claim(request, pk))
    messages.success(request, _("Deleted."))
    return htmx.redirect_to(request, reverse("sales:claims"))


@requires("expenses", "view")
@require_POST
@idempotent
def payout(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that it was paid out; for who manages payments or expenses."""
    claim = _claim(request, pk)
    form = PayoutForm(request.POST)
    if not form.is_valid():
        raise RuleError(_("Choose the day on which it was paid out."), field="on")
    expense_claims.pay(by=actor(request), claim=claim, on=form.cleaned_data["on"])
    return _done(request, pk, _("Paid out."))


@requires("expenses", "view")
@require_POST
def payout_removal(request: StaffRequest, pk: int) -> HttpResponse:
    """It was not paid out after all."""
    expense_claims.take_payment_back(by=actor(request), claim=_claim(request, pk))
    return _done(request, pk, _("Saved."))


def _claim(request: StaffRequest, pk: int) -> ExpenseClaim:
    joined = ("employee__department", "department", "request")
    rows = ExpenseClaim.objects.visible_to(request.user).select_related(*joined)
    return get_object_or_404(rows, pk=pk)


def _then(request: StaffRequest, claim: ExpenseClaim, *, submit: bool) -> HttpResponse:
    """Hand it in where that was asked; a draft that cannot be stays, with the reason."""
    if not submit:
        return _done(request, claim.pk, _("Saved as a draft."))
    try:
        held = expense_claims.submit(by=actor(request), claim=claim)
    except RuleError as error:
        messages.error(request, str(error.message))
        return htmx.redirect_to(request, reverse("sales:claim", args=[claim.pk]))
    is_asked = held.state == ClaimState.ASKED
    return _done(request, claim.pk, _("Handed in.") if is_asked else _("Approved at once."))


def _done(request: StaffRequest, pk: int, text: str) -> HttpResponse:
    messages.success(request, text)
    return htmx.redirect_to(request, reverse("sales:claim", args=[pk]))


def _page(
    request: StaffRequest, form: ClaimForm, claim: ExpenseClaim | None, **kept: Any
) -> HttpResponse:
    offered = list(form.fields["expenses"].queryset)  # type: ignore[attr-defined]
    ticked = {str(pk) for pk in form["expenses"].value() or ()}
    receipts = claims.receipts_of(offered)
    context: dict[str, Any] = {
        "form": form,
        "claim": claim,
        "rows": [(row, str(row.pk) in ticked, len(receipts.get(row.pk, []))) for row in offered],
        **kept,
    }
    status = 409 if kept else 422 if form.errors else 200
    return render(request, "sales/claim_form.html", context, status=status)
