"""Roles and their permission matrix."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import roles
from ..forms import matrix
from ..forms.organisation import NameForm
from ..guards import StaffRequest, actor, requires
from ..models import Role


@requires("accounts", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All roles with the number of people who have them."""
    people = Count("employee", filter=Q(employee__is_active=True))
    rows = Role.objects.annotate(people=people).order_by("-rank", "pk")
    return render(request, "accounts/roles.html", {"roles": rows})


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The matrix of one role; a role that does not rank below the own one is only shown."""
    role = get_object_or_404(Role, pk=pk)
    by = actor(request)
    grants = roles.grants_of(role)
    form = NameForm(request.POST or None, initial={"name": role.name})
    if request.method == "POST" and form.is_valid():
        grants = matrix.read(request.POST, grants)
        try:
            roles.change(
                by=by,
                role=role,
                name=form.cleaned_data["name"],
                needs_totp="needs_totp" in request.POST,
                grants=grants,
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved. It holds from the next click of everybody."))
            return htmx.redirect_to(request, reverse("accounts:role", args=[role.pk]))
    context = {
        "role": role,
        "form": form,
        "may_edit": roles.may_edit(by, role),
        "columns": matrix.columns(),
        "modules": matrix.module_rows(grants),
        "fields": matrix.field_rows(grants),
        "scopes": matrix.SCOPES,
        "field_access": matrix.FIELD_ACCESS,
    }
    return render(request, "accounts/role.html", context, status=422 if form.errors else 200)


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """An own role that starts as this one."""
    source = get_object_or_404(Role, pk=pk)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = roles.copy(by=actor(request), source=source, name=form.cleaned_data["name"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return htmx.redirect_to(request, reverse("accounts:role", args=[role.pk]))
    context = {"form": form, "source": source}
    return render(request, "accounts/role_copy.html", context, status=422 if form.errors else 200)


@requires("accounts", "manage")
@require_POST
def reset(request: StaffRequest, pk: int) -> HttpResponse:
    """Back to the defaults."""
    role = get_object_or_404(Role, pk=pk)
    roles.reset(by=actor(request), role=role)
    messages.success(request, _("The role is back to its defaults."))
    return htmx.redirect_to(request, reverse("accounts:role", args=[role.pk]))


@requires("accounts", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete an own role that nobody has."""
    role = get_object_or_404(Role, pk=pk)
    try:
        roles.remove(by=actor(request), role=role)
    except RuleError as error:
        messages.error(request, str(error.message))
        return htmx.redirect_to(request, reverse("accounts:role", args=[role.pk]))
    messages.success(request, _("The role is removed."))
    return htmx.redirect_to(request, reverse("accounts:roles"))
