"""The department tree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import departments
from ..forms.organisation import DepartmentForm
from ..guards import StaffRequest, actor, requires
from ..models import Department
from ..queries import tree


@requires("accounts", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The whole tree with its heads and people."""
    return render(request, "accounts/departments.html", {"branches": tree.branches()})


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Add a unit; `parent` in the address says below which one."""
    form = DepartmentForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        try:
            departments.add(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    context = {"form": form, "department": None}
    return render(request, "accounts/department.html", context, status=422 if form.errors else 200)


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename a unit, set kind and head, move it."""
    department = get_object_or_404(Department.objects.select_related("parent", "head"), pk=pk)
    fields = ("name", "kind", "parent", "head")
    initial = {name: getattr(department, name) for name in fields}
    form = DepartmentForm(request.POST or None, initial=initial, department=department)
    if request.method == "POST" and form.is_valid():
        values = {**initial, "parent": None, **form.cleaned_data}
        try:
            departments.change(by=actor(request), department=department, **values)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    context = {"form": form, "department": department}
    return render(request, "accounts/department.html", context, status=422 if form.errors else 200)


@requires("accounts", "manage")
@require_POST
def closing(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a unit; people or open units in it refuse that with the reason."""
    return _open_or_close(request, pk, departments.close)


@requires("accounts", "manage")
@require_POST
def reopening(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed unit again."""
    return _open_or_close(request, pk, departments.reopen)


def _open_or_close(request: StaffRequest, pk: int, act: departments.Act) -> HttpResponse:
    department = get_object_or_404(Department, pk=pk)
    try:
        act(by=actor(request), department=department)
    except RuleError as error:
        messages.error(request, str(error.message))
        return htmx.redirect_to(request, reverse("accounts:departments"))
    return _saved(request)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("accounts:departments"))
