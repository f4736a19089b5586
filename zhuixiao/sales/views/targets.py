"""Targets: how far everybody is, and the grid in which they are set."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.typed import whole
from zhuixiao.ledger import catalogue

from .. import tabs
from ..actions.targets import set_targets
from ..choices import TargetUnit
from ..forms.targets import Grid, ShareForm, chosen_metric
from ..models import Target
from ..queries import targets
from ..queries.targets import METRICS


@requires("orders", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The progress of all targets of a unit that the reader may see."""
    access, today = request.user.access, actor(request).today
    unit = _unit(request.GET.get("unit", ""))
    metric = chosen_metric(request.GET.get("metric", ""))
    start = Period.of(PeriodKind(unit), today).start
    rows = targets.visible_to(request.user).filter(unit=unit, metric=metric, start=start)
    ordered = sorted(rows, key=_place)
    context = {
        "tabs": tabs.tabs(tabs.NUMBERS, active="sales:targets", access=access),
        "rows": targets.progress(ordered, reader=request.user),
        "unit": unit,
        "units": TargetUnit.choices,
        "metric": metric,
        "metrics": _metrics(request),
        "period": Period.of(PeriodKind(unit), today),
        "may_manage": access.may("orders", "manage"),
    }
    return htmx.render_page(request, "sales/targets.html", context, partial="found")


@requires("orders", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def grid(request: StaffRequest) -> HttpResponse:
    """Set the targets of a year."""
    today = actor(request).today
    asked = request.GET
    metric, unit = chosen_metric(asked.get("metric", "")), _unit(asked.get("unit", ""))
    number = whole(asked.get("year", "")) or today.year
    number = number if today.year - 5 <= number <= today.year + 5 else today.year
    typed = {key: str(value) for key, value in request.POST.items()} if request.POST else None
    page = Grid(metric, unit, number, reader=request.user, typed=typed)
    stretch, challenge = page.tiers
    initial = {"stretch": stretch, "challenge": challenge, "with_sums": True}
    shares = ShareForm(request.POST or None, initial=initial)
    if request.method == "POST" and shares.is_valid() and not page.errors:
        with_sums = shares.cleaned_data["with_sums"]
        try:
            changed = set_targets(by=actor(request), plan=page.plan(shares), with_sums=with_sums)
        except RuleError as error:
            add_rule_error(shares, error)
        else:
            text = ngettext("%(n)d target changed.", "%(n)d targets changed.", changed)
            messages.success(request, text % {"n": changed})
            address = f"{reverse('sales:targets')}?metric={metric}&unit={unit.value}"
            return htmx.redirect_to(request, address)
    if page.errors:
        shares.add_error(None, _("Some fields hold no number: they are marked."))
    context = {
        "grid": page,
        "form": shares,
        "metrics": _metrics(request),
        "units": TargetUnit.choices,
        "years": range(today.year - 1, today.year + 3),
        "metric": metric,
        "unit": unit,
        "number": number,
    }
    status = 422 if shares.errors else 200
    return render(request, "sales/target_grid.html", context, status=status)


def _unit(text: str) -> TargetUnit:
    return TargetUnit(text) if text in TargetUnit.values else TargetUnit.MONTH


def _metrics(request: StaffRequest) -> list[tuple[str, object]]:
    rows = [catalogue.find(key) for key in METRICS]
    return [(row.key, row.label) for row in rows if catalogue.may_read(request.user.access, row)]


def _place(target: Target) -> tuple[int, str, str]:
    if target.employee:
        return 2, target.employee.name, ""
    return (1, target.department.path, "") if target.department else (0, "", "")
