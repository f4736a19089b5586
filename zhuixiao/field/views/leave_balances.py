"""Balances of leave, granting days, and the types."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from ..actions import leave_types
from ..forms.leave import GrantForm, TypeForm
from ..models import LeaveType
from ..queries import leave as queries
from ..tabs import ATTENDANCE, tabs

PAGE = 50
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@requires("leave", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """What everybody within the scope has left of a year."""
    year = _year(request)
    kinds = queries.types()
    page = Paginator(queries.people(request.user), PAGE).get_page(request.GET.get("page"))
    held = queries.balances(list(page.object_list), year, kinds=kinds)
    context = {
        "tabs": tabs(ATTENDANCE, active="field:leave-balances", access=request.user.access),
        "year": year,
        "kinds": kinds,
        "page": page,
        "rows": [(one, held[one.pk]) for one in page.object_list],
        "may_manage": request.user.access.may("leave", "manage"),
    }
    return htmx.render_page(request, "field/leave/balances.html", context)


@requires("leave", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def grant(request: StaffRequest) -> HttpResponse:
    """Give somebody days of a year, or take some."""
    year = _year(request)
    form = GrantForm(request.POST or None, people=queries.people(request.user))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            leave_types.grant(
                by=actor(request),
                employee=typed["person"],
                kind=typed["type"],
                year=year,
                halves=typed["days"],
                note=typed["note"],
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            address = f"{reverse('field:leave-balances')}?year={year}"
            return htmx.redirect_to(request, address)
    context = {"form": form, "year": year}
    status = 422 if form.errors else 200
    return render(request, "field/leave/grant.html", context, status=status)


@requires("leave", "manage")
@require_safe
def types(request: StaffRequest) -> HttpResponse:
    """The types of leave, with those that are not asked for any more."""
    context = {"kinds": queries.types(with_old=True)}
    return render(request, "field/leave/types.html", context)


@requires("leave", "manage")
@require_http_methods(["GET", "POST"])
def type_new(request: StaffRequest) -> HttpResponse:
    """Add a type."""
    return _type(request, None)


@requires("leave", "manage")
@require_http_methods(["GET", "POST"])
def type_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a type."""
    return _type(request, get_object_or_404(LeaveType, pk=pk))


def _type(request: StaffRequest, kind: LeaveType | None) -> HttpResponse:
    form = TypeForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            leave_types.save(by=actor(request), kind=kind, **form.values())
        except Conflict:
            form.add_error(None, _("Somebody else changed this meanwhile. Load the page again."))
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("field:leave-types"))
    context = {"form": form, "kind": kind}
    status = 422 if form.errors else 200
    return render(request, "field/leave/type.html", context, status=status)


def _year(request: StaffRequest) -> int:
    number = whole(request.GET.get("year", "")) or 0
    is_known = _FIRST_YEAR <= number <= _LAST_YEAR
    return number if is_known else actor(request).today.year
