"""Corrections of attendance: the list, asking, taking back."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import attendance_corrections as actions
from ..choices.attendance import AskState
from ..forms.attendance_corrections import CorrectionForm
from ..models import AttendanceCorrection
from ..queries import attendance_corrections as queries
from ..tabs import ATTENDANCE, tabs

PAGE = 50


@requires("attendance", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Those that this person may see, the last asked first."""
    page = Paginator(queries.listed(request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs(ATTENDANCE, active="field:attendance-corrections", access=request.user.access),
        "page": page,
        "may_ask": request.user.access.may("attendance", "create"),
    }
    return htmx.render_page(request, "field/attendance/corrections.html", context)


@requires("attendance", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Ask for a punch that was forgotten, or did not count."""
    form = CorrectionForm(request.POST or None, initial={"day": _day(request)})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            is_asked = row.state == AskState.ASKED
            text = _("Asked for.") if is_asked else _("The day was corrected.")
            messages.success(request, text)
            return htmx.redirect_to(request, reverse("field:attendance-corrections"))
    status = 422 if form.errors else 200
    return render(request, "field/attendance/correction.html", {"form": form}, status=status)


@requires("attendance", "create")
@require_POST
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the own question back."""
    rows = AttendanceCorrection.objects.visible_to(request.user).select_related("request")
    actions.withdraw(by=actor(request), correction=get_object_or_404(rows, pk=pk))
    messages.success(request, _("Withdrawn."))
    return htmx.redirect_to(request, reverse("field:attendance-corrections"))


def _day(request: StaffRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return actor(request).today
