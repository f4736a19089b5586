"""Leave: the own requests and balances, one of them, asking, taking back; the team's."""

import uuid
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
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import leave_requests
from ..choices.attendance import AskState
from ..forms.leave import LeaveForm, TeamForm
from ..leave import words as leave_words
from ..models import Leave
from ..queries import leave as queries
from ..tabs import ATTENDANCE, tabs

PAGE = 50


@requires("leave", "create")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The own balances of this year and the own requests."""
    me, year = request.user, actor(request).today.year
    rows = queries.listed(me, person=me)
    context = {
        "tabs": tabs(ATTENDANCE, active="field:leave", access=me.access),
        "year": year,
        "balances": queries.balances([me], year, kinds=queries.types())[me.pk],
        "page": _told(Paginator(rows, PAGE).get_page(request.GET.get("page"))),
    }
    return htmx.render_page(request, "field/leave/mine.html", context)


@requires("leave", "create")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Ask for leave; the same form sent twice is one request."""
    by = actor(request)
    initial = {"client_id": uuid.uuid4(), "start": by.today, "end": by.today}
    form = LeaveForm(request.POST or None, asker=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = leave_requests.ask(
                by=by, client_id=form.cleaned_data["client_id"], new=form.new()
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            is_asked = row.state == AskState.ASKED
            messages.success(request, _("Asked for.") if is_asked else _("Approved at once."))
            return htmx.redirect_to(request, reverse("field:leave-detail", args=[row.pk]))
    me = request.user
    context = {
        "form": form,
        "balances": queries.balances([me], by.today.year, kinds=queries.types())[me.pk],
    }
    status = 422 if form.errors else 200
    return render(request, "field/leave/form.html", context, status=status)


@requires("leave", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One request, its days, and what the person had planned on them."""
    rows = Leave.objects.visible_to(request.user).select_related(
        "employee", "type", "cover", "request"
    )
    row = get_object_or_404(rows, pk=pk)
    is_own = row.employee_id == request.user.pk
    manages = request.user.access.may("leave", "manage")
    is_granted = row.state == AskState.APPROVED
    may_cancel = is_granted and (manages or (is_own and row.start > actor(request).today))
    context = {
        "leave": row,
        "lines": leave_words.told(row),
        "parts": row.parts.order_by("day"),
        "plans": queries.plans_within(row, request.user) if row.parts.exists() else [],
        "may_withdraw": may_cancel or (is_own and row.state == AskState.ASKED),
    }
    return render(request, "field/leave/detail.html", context)


@requires("leave", "view")
@require_POST
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it back: the own one before it begins, any for who manages leave."""
    row = get_object_or_404(Leave.objects.visible_to(request.user), pk=pk)
    leave_requests.withdraw(by=actor(request), leave=row, note=request.POST.get("note", "")[:200])
    messages.success(request, _("Withdrawn."))
    return htmx.redirect_to(request, reverse("field:leave-detail", args=[pk]))


@requires("leave", "view")
@require_safe
def team(request: StaffRequest) -> HttpResponse:
    """The requests within the scope, by state and person."""
    form = TeamForm(request.GET, people=queries.people(request.user))
    form.full_clean()
    values = form.cleaned_data
    rows = queries.listed(request.user, state=values.get("state", ""), person=values.get("person"))
    context = {
        "tabs": tabs(ATTENDANCE, active="field:leave-team", access=request.user.access),
        "form": form,
        "page": _told(Paginator(rows, PAGE).get_page(request.GET.get("page"))),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return htmx.render_page(request, "field/leave/team.html", context, partial="found")


def _told(page: Any) -> Any:
    """The rows of a page with their days in words."""
    for row in page.object_list:
        row.span = leave_words.span_of(row)
        row.length = leave_words.days_of(row.halves)
    return page
