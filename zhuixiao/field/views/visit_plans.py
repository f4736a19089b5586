"""The route of a day: who is visited, in which order, how to get there."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Employee, EmployeeQuerySet
from zhuixiao.activities.queries import record_form
from zhuixiao.activities.views import choosing
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import visit_plans as actions
from ..forms.visits import RouteForm, StopForm
from ..models import VisitPlan
from ..queries import visit_plans
from ..tabs import VISITS, tabs


@requires("visits", "view")
@require_safe
def route(request: StaffRequest) -> HttpResponse:
    """The stops of a day, one's own or a colleague's."""
    by = actor(request)
    people = _plannable(request)
    person, day = RouteForm(request.GET, people=people).whose(by.employee, by.today)
    stops = visit_plans.route(person, day, visible_to=by.employee)
    context = {
        "tabs": tabs(VISITS, active="field:route", access=by.employee.access),
        "person": person,
        "people": people,
        "day": day,
        "days": (day - timedelta(days=1), day + timedelta(days=1)),
        "stops": stops,
        "metres": sum(stop.metres or 0 for stop in stops),
        "made": sum(1 for stop in stops if stop.plan.visit_id),
        "may_plan": by.employee.access.may("visits", "create"),
        "is_over": day < by.today,
    }
    return render(request, "field/visits/route.html", context)


@requires("visits", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Put a customer on a route; `?customer=`, `?day=` and `?person=` prefill it."""
    by = actor(request)
    people = _plannable(request)
    person, day = RouteForm(request.GET, people=people).whose(by.employee, by.today)
    customer = choosing.customer(request)
    initial = {
        "day": max(day, by.today),
        "person": person.pk,
        "customer": customer.pk if customer else None,
    }
    form = StopForm(request.POST or None, initial=initial, people=people)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            plan = actions.add(
                by=by,
                person=values["person"] or by.employee,
                day=values["day"],
                customer_id=values["customer"],
                note=values["note"],
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Planned."))
            return htmx.redirect_to(request, _url(plan.employee, plan.day))
    context = {
        "form": form,
        "customer": customer,
        "customers": record_form.customers(request.user, ""),
        "cancel": _url(person, day),
    }
    status = 422 if form.errors else 200
    return render(request, "field/visits/stop_form.html", context, status=status)


@requires("visits", "create")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a stop off."""
    plan = _plan(request, pk)
    return _done(
        request, plan.employee, plan.day, lambda: actions.remove(by=actor(request), plan=plan)
    )


@requires("visits", "create")
@require_POST
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """One place earlier or later: `to` is "up" or "down"."""
    plan = _plan(request, pk)
    stops = visit_plans.route(plan.employee, plan.day, visible_to=request.user)
    ids = [stop.plan.pk for stop in stops]
    place = ids.index(plan.pk)
    other = place + (1 if request.POST.get("to") == "down" else -1)
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    return _done(
        request,
        plan.employee,
        plan.day,
        lambda: actions.order(by=actor(request), person=plan.employee, day=plan.day, ids=ids),
    )


@requires("visits", "create")
@require_POST
def nearest(request: StaffRequest) -> HttpResponse:
    """Order a route by distance, from its first stop."""
    by = actor(request)
    form = RouteForm(request.POST, people=_plannable(request))
    person, day = form.whose(by.employee, by.today)
    return _done(
        request, person, day, lambda: actions.order_by_distance(by=by, person=person, day=day)
    )


def _plannable(request: StaffRequest) -> EmployeeQuerySet:
    """Whose routes the person may look at: his own, or those within his scope."""
    access = request.user.access
    within = Q(pk=request.user.pk)
    match access.scope("visits"):
        case DataScope.ALL:
            within = Q()
        case DataScope.SUBTREE:
            within |= Q(department__in=access.unit_ids("visits"))
        case DataScope.DEPARTMENT:
            within |= Q(department=request.user.department_id)
    people = Employee.objects.active().filter(within)
    rows: EmployeeQuerySet = people.order_by("department__path", "pk")
    return rows


def _plan(request: StaffRequest, pk: int) -> VisitPlan:
    rows = VisitPlan.objects.visible_to(request.user).select_related("employee")
    return get_object_or_404(rows, pk=pk)


def _done(
    request: StaffRequest, person: Employee, day: date, act: Callable[[], None]
) -> HttpResponse:
    try:
        act()
    except RuleError as error:
        messages.error(request, str(error.message))
    return htmx.redirect_to(request, _url(person, day))


def _url(person: Employee, day: date) -> str:
    return f"{reverse('field:route')}?{urlencode({'day': day.isoformat(), 'person': person.pk})}"
