"""Employees: the list, hiring, changing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.templatetags.paging import Tab
from zhuixiao.kit.typed import whole

from ..actions import employees
from ..forms.organisation import EmployeeForm
from ..guards import StaffRequest, actor, requires
from ..models import Department, Employee
from ..queries import history, people, tree
from ..queries.people import PeopleFilter

PAGE = 50
FACTS = ("name", "username", "phone", "email", "title", "department", "role")


@requires("accounts", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Employees by search, department, and whether they still work here."""
    department_id = whole(request.GET.get("department", ""))
    has_left = request.GET.get("state") == "left"
    chosen = PeopleFilter(
        text=request.GET.get("q", "").replace("\0", ""),
        department=Department.objects.filter(pk=department_id).first() if department_id else None,
        has_left=has_left,
    )
    context = {
        "page": Paginator(people.listed(chosen), PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "departments": tree.choices(keep=chosen.department),
        "tabs": _tabs(request, has_left=has_left),
    }
    return htmx.render_page(request, "accounts/employees.html", context, partial="list")


@requires("accounts", "manage")
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Hire somebody; the answer shows the invitation link, once."""
    initial = {"department": request.GET.get("department")}
    form = EmployeeForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        by = actor(request)
        try:
            employee = employees.hire(by=by, **form.cleaned_data)
            link = employees.invite(by=by, employee=employee)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            context = {"employee": employee, "link": link}
            return render(request, "accounts/invited.html", context)
    context = {"form": form}
    return render(
        request, "accounts/employee_new.html", context, status=422 if form.errors else 200
    )


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: facts, access, devices, history."""
    employee = get_object_or_404(Employee.objects.with_access(), pk=pk)
    initial = {name: getattr(employee, name) for name in FACTS}
    form = EmployeeForm(request.POST or None, by=request.user, employee=employee, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            employees.change(by=actor(request), employee=employee, **form.cleaned_data)
        except Conflict as error:
            form = _with_conflict(request, form, employee, error)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("accounts:employee", args=[employee.pk]))
    context = {
        "employee": employee,
        "form": form,
        "is_above": employee.role.rank > request.user.role.rank,
        "sessions": employee.sessions.order_by("-seen_at"),
        "invitation": employee.invitations.filter(used_at=None).order_by("-pk").first(),
        "tokens": employee.tokens.filter(revoked_at=None).count(),
        "rows": history("employee", employee.pk, 10, access=request.user.access),
    }
    return render(request, "accounts/employee.html", context, status=422 if form.errors else 200)


def _tabs(request: HttpRequest, *, has_left: bool) -> list[Tab]:
    url = reverse("accounts:employees")
    working = Employee.objects.active().count()
    left = Employee.objects.filter(is_active=False).count()
    return [
        Tab(_("Working here"), url, is_active=not has_left, count=working),
        Tab(_("Left the company"), f"{url}?state=left", is_active=has_left, count=left),
    ]


def _with_conflict(
    request: StaffRequest, form: EmployeeForm, employee: Employee, error: Conflict
) -> EmployeeForm:
    """The typed values stay; saving again keeps them, since the form now knows the new version."""
    data = request.POST.copy()
    data["version"] = str(error.version)
    again = EmployeeForm(data, by=request.user, employee=employee)
    again.is_valid()
    for name, values in error.fields.items():
        theirs = again.fields[name].label, values["theirs"]
        text = _(
            "Somebody else changed %(field)s to “%(value)s” meanwhile. Save again to keep yours."
        )
        again.add_error(name, text % {"field": theirs[0], "value": theirs[1]})
    return again
