"""A person's access: invitation, deactivation, second factor, devices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError

from ..actions import employees, entering, second_factor
from ..guards import StaffRequest, actor, requires
from ..models import Employee


@requires("accounts", "manage")
@never_cache
@require_POST
def invitation(request: StaffRequest, pk: int) -> HttpResponse:
    """A new link; the answer shows it, once."""
    employee = _employee(pk)
    link = employees.invite(by=actor(request), employee=employee)
    return render(request, "accounts/invited.html", {"employee": employee, "link": link})


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def deactivation(request: StaffRequest, pk: int) -> HttpResponse:
    """Says what ends, then ends it."""
    employee = _employee(pk)
    if request.method == "GET":
        context = {
            "employee": employee,
            "sessions": employee.sessions.count(),
            "tokens": employee.tokens.filter(revoked_at=None).count(),
            "heads": employee.heads.all(),
        }
        return render(request, "accounts/deactivation.html", context)
    try:
        employees.deactivate(by=actor(request), employee=employee)
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("%(name)s can no longer log in.") % {"name": employee.name})
    return _back(request, employee)


@requires("accounts", "manage")
@never_cache
@require_POST
def reactivation(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a person in again, by a new link."""
    employee = employees.reactivate(by=actor(request), employee=_employee(pk))
    link = employees.invite(by=actor(request), employee=employee)
    return render(request, "accounts/invited.html", {"employee": employee, "link": link})


@requires("accounts", "manage")
@require_POST
def second_factor_reset(request: StaffRequest, pk: int) -> HttpResponse:
    """For a lost phone."""
    employee = _employee(pk)
    second_factor.remove(by=actor(request), employee=employee)
    messages.success(request, _("The second factor is off."))
    return _back(request, employee)


@requires("accounts", "manage")
@require_POST
def end_sessions(request: StaffRequest, pk: int) -> HttpResponse:
    """Log a person out everywhere."""
    employee = _employee(pk)
    keep = request.session.session_key if employee == request.user else ""
    entering.end_sessions(by=actor(request), employee=employee, keep=keep or "")
    messages.success(request, _("%(name)s is logged out everywhere.") % {"name": employee.name})
    return _back(request, employee)


def _employee(pk: int) -> Employee:
    employee: Employee = get_object_or_404(Employee.objects.with_access(), pk=pk)
    return employee


def _back(request: StaffRequest, employee: Employee) -> HttpResponse:
    return htmx.redirect_to(request, reverse("accounts:employee", args=[employee.pk]))
