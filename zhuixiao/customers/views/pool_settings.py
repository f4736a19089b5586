"""Settings of the pools: whom they serve, what falls into them, how much a person may hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import people
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import pool_forms
from ..actions import pools as actions
from ..actions import recycling
from ..models import Cap, Pool, RecycleRule, RecycleRun
from ..queries import pools as queries

RUNS = 10


@requires("customers", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All pools with their rules, the caps, what tonight's run would do, and the last runs."""
    now = timezone.now()
    rows = list(Pool.objects.in_use().order_by("position", "pk"))
    counts = queries.counts(rows)
    since = now - timedelta(days=recycling.UNDO_DAYS)
    context = {
        "pools": [(pool, counts.get(pool.pk, 0)) for pool in rows],
        "rules": recycling.preview(at=now),
        "limit": recycling.limit(),
        "today": request.company.today(now),
        "caps": Cap.objects.prefetch_related("departments", "people").order_by("name", "pk"),
        "runs": [
            (run, run.undone_at is None and run.at > since)
            for run in RecycleRun.objects.exclude(due_count=0).order_by("-at")[:RUNS]
        ],
    }
    return htmx.render_page(request, "customers/pools/settings.html", context)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def pool_new(request: StaffRequest) -> HttpResponse:
    """Add a pool."""
    return _pool(request, None)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def pool(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a pool."""
    return _pool(request, get_object_or_404(Pool.objects.in_use(), pk=pk))


@requires("customers", "manage")
@require_POST
def pool_retirement(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an empty pool."""
    row = get_object_or_404(Pool.objects.in_use(), pk=pk)
    return _done(request, lambda: actions.retire_pool(by=actor(request), pool=row))


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def rule_new(request: StaffRequest) -> HttpResponse:
    """Add a recycling rule."""
    return _rule(request, None)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a recycling rule."""
    return _rule(request, get_object_or_404(RecycleRule, pk=pk, retired_at=None))


@requires("customers", "manage")
@require_POST
def rule_retirement(request: StaffRequest, pk: int) -> HttpResponse:
    """End a rule."""
    row = get_object_or_404(RecycleRule, pk=pk, retired_at=None)
    return _done(request, lambda: actions.retire_rule(by=actor(request), rule=row))


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def cap_new(request: StaffRequest) -> HttpResponse:
    """Add a cap."""
    return _cap(request, None)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def cap(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a cap."""
    return _cap(request, get_object_or_404(Cap, pk=pk))


@requires("customers", "manage")
@require_POST
def cap_removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a cap away."""
    row = get_object_or_404(Cap, pk=pk)
    return _done(request, lambda: actions.remove_cap(by=actor(request), cap=row))


@requires("customers", "manage")
@require_POST
def run_undoing(request: StaffRequest, pk: int) -> HttpResponse:
    """Give back what a run took."""
    run = get_object_or_404(RecycleRun, pk=pk)
    try:
        number = recycling.undo(by=actor(request), run=run)
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        text = ngettext(
            "%(n)d customer is back with the owner.",
            "%(n)d customers are back with their owners.",
            number,
        )
        messages.success(request, text % {"n": number})
    return htmx.redirect_to(request, reverse("customers:pool-settings"))


def _pool(request: StaffRequest, row: Pool | None) -> HttpResponse:
    form = pool_forms.PoolForm(request.POST or None, pool=row)

    def save() -> None:
        actions.save_pool(by=actor(request), pool=row, values=form.cleaned_data)

    return _edit(request, form, save, "pool", row)


def _rule(request: StaffRequest, row: RecycleRule | None) -> HttpResponse:
    form = pool_forms.RuleForm(request.POST or None, rule=row)

    def save() -> None:
        actions.save_rule(by=actor(request), rule=row, values=form.values())

    return _edit(request, form, save, "rule", row)


def _cap(request: StaffRequest, row: Cap | None) -> HttpResponse:
    form = pool_forms.CapForm(request.POST or None, cap=row)

    def save() -> None:
        actions.save_cap(by=actor(request), cap=row, values=form.cleaned_data)

    return _edit(request, form, save, "cap", row)


def _edit(
    request: StaffRequest, form: Form, save: Callable[[], None], name: str, row: Any
) -> HttpResponse:
    """Show a form, or save it and go back to the list."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("customers:pool-settings"))
    context = {
        "form": form,
        "row": row,
        "teams": people.teams(request.user),
        "people": _selected(request, form, "people"),
        "admins": _selected(request, form, "admins"),
    }
    status = 422 if form.errors else 200
    return htmx.render_page(request, f"customers/pools/{name}.html", context, status=status)


def _selected(request: StaffRequest, form: Form, name: str) -> list[int]:
    if form.is_bound:
        return [pk for pk in map(whole, request.POST.getlist(name)) if pk]
    return list(form.initial.get(name, ()))


def _done(request: StaffRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("customers:pool-settings"))
