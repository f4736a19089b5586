"""Settings: who gets new customers by which rule, a try, and pauses."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import people
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from ..actions import distributing
from ..actions.distributing import Chooser, Facts
from ..assign_forms import PauseForm, RuleForm, TryForm
from ..models import AssignPause, AssignRule, OwnerSpan

LAST = 20


@requires("customers", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The rules in their order, who would get the next, pauses, and what was given out lately."""
    rules = list(AssignRule.objects.in_use())
    trial = TryForm(request.GET if "try" in request.GET else None)
    today = request.company.today(timezone.now())
    names = [rule.name for rule in rules]
    context = {
        "rules": [(rule, distributing.receivers(rule)) for rule in rules],
        "trial": trial,
        "choice": _tried(request, trial) if trial.is_bound and trial.is_valid() else None,
        "pauses": AssignPause.objects.filter(until__gte=today).select_related("employee"),
        "spans": _given_out(request, names),
    }
    return htmx.render_page(request, "customers/assigning/list.html", context)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a rule."""
    return _edit(request, None)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    return _edit(request, get_object_or_404(AssignRule.objects.in_use(), pk=pk))


@requires("customers", "manage")
@require_POST
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """End a rule."""
    row = get_object_or_404(AssignRule.objects.in_use(), pk=pk)
    distributing.retire_rule(by=actor(request), rule=row)
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("customers:assigning"))


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def pause(request: StaffRequest) -> HttpResponse:
    """Let somebody get none for a while."""
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        distributing.pause(by=actor(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return htmx.redirect_to(request, reverse("customers:assigning"))
    status = 422 if form.errors else 200
    return htmx.render_page(
        request, "customers/assigning/pause.html", {"form": form}, status=status
    )


def _given_out(request: StaffRequest, rules: list[str]) -> QuerySet[OwnerSpan]:
    """What these rules gave out lately, as far as the reader sees the customer."""
    within = request.user.access.q(
        "customers",
        owner="customer__owner_id",
        department="customer__department_id",
        record="customer_id",
    )
    spans = OwnerSpan.objects.filter(
        within, customer__deleted_at=None, reason__in=["assigned", "imported"]
    )
    found = spans.filter(note__in=rules).select_related("owner", "customer")
    return found.order_by("-pk")[:LAST]


def _edit(request: StaffRequest, row: AssignRule | None) -> HttpResponse:
    form = RuleForm(request.POST or None, rule=row)
    if request.method == "POST" and form.is_valid():
        try:
            distributing.save_rule(by=actor(request), rule=row, values=form.values())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("customers:assigning"))
    typed = [pk for pk in map(whole, request.POST.getlist("people")) if pk]
    context = {
        "form": form,
        "row": row,
        "teams": people.teams(request.user),
        "people": typed if form.is_bound else form.initial.get("people", []),
    }
    status = 422 if form.errors else 200
    return htmx.render_page(request, "customers/assigning/rule.html", context, status=status)


def _tried(request: StaffRequest, trial: TryForm) -> distributing.Choice:
    """Asked inside a transaction for its locks; nothing is written."""
    given = trial.cleaned_data
    product = given["product"]
    facts = Facts(
        given["region"].pk if given["region"] else None,
        given["channel"].pk if given["channel"] else None,
        frozenset({product.pk} if product else ()),
    )
    with transaction.atomic():
        return Chooser(actor(request)).choose(facts)
