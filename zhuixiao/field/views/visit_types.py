"""Settings: what kinds of visits there are."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import visit_types
from ..forms.visit_types import VisitTypeForm
from ..models import VisitType


@requires("visits", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All types, those no longer in use at the end."""
    rows = list(VisitType.objects.in_use())
    context = {"types": rows, "retired": VisitType.objects.exclude(retired_at=None).order_by("pk")}
    return render(request, "field/visits/types.html", context)


@requires("visits", "manage")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Add a type."""
    return _form(request, None)


@requires("visits", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a type and its steps."""
    return _form(request, get_object_or_404(VisitType, pk=pk))


@requires("visits", "manage")
@require_POST
def default(request: StaffRequest, pk: int) -> HttpResponse:
    """Make it the default."""
    row = get_object_or_404(VisitType, pk=pk)
    return _done(request, lambda: visit_types.make_default(by=actor(request), type_=row))


@requires("visits", "manage")
@require_POST
def retirement(request: StaffRequest, pk: int) -> HttpResponse:
    """No new visits of this type."""
    row = get_object_or_404(VisitType, pk=pk)
    return _done(request, lambda: visit_types.retire(by=actor(request), type_=row))


@requires("visits", "manage")
@require_POST
def comeback(request: StaffRequest, pk: int) -> HttpResponse:
    """It can be chosen again."""
    row = get_object_or_404(VisitType, pk=pk)
    return _done(request, lambda: visit_types.take_back(by=actor(request), type_=row))


def _form(request: StaffRequest, row: VisitType | None) -> HttpResponse:
    form = VisitTypeForm(request.POST if request.method == "POST" else None, type_=row)
    if request.method == "POST" and form.is_valid():
        try:
            visit_types.save(by=actor(request), type_=row, values=form.values())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("field:visit-types"))
    status = 422 if form.errors or any(form.rows.errors) else 200
    context = {"form": form, "type": row}
    return render(request, "field/visits/type_form.html", context, status=status)


def _done(request: StaffRequest, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("field:visit-types"))
