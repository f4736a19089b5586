"""Visits: the list, one of them, the team's day, customers whom nobody visits, a panel."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger.queries import Table

from ..actions import places as place_actions
from ..actions import visits as actions
from ..forms.visits import GapFilter, RouteForm, VisitFilter, known
from ..models import Visit
from ..queries import visits_lists, visits_page
from ..tabs import VISITS, tabs

PAGE = 30
_OF_PANEL, _PHOTOS_OF_PANEL = 5, 12


@requires("visits", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Visits by filters, newest first."""
    form = VisitFilter(request.GET, reader=request.user)
    rows = visits_lists.listed(form.chosen(actor(request).today), reader=request.user)
    context = {
        "form": form,
        "tabs": tabs(VISITS, active="field:visits", access=request.user.access),
        "page": Paginator(visits_lists.with_photos(rows), PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_manage": request.user.access.may("visits", "manage"),
    }
    return htmx.render_page(request, "field/visits/list.html", context, partial="found")


@requires("visits", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One visit with its steps, places and photos."""
    rows = Visit.objects.visible_to(request.user).select_related(
        "customer", "employee", "type", "activity"
    )
    visit = get_object_or_404(rows.prefetch_related("answers"), pk=pk)
    by = actor(request)
    page = visits_page.page_of(visit, reader=request.user, today=by.today)
    place_actions.want(page.places.wanted, at=by.at)
    return render(request, "field/visits/visit.html", {"page": page})


@requires("visits", "view")
@require_POST
def position(request: StaffRequest, pk: int) -> HttpResponse:
    """The customer is where this visit was signed in."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    try:
        actions.give_position(by=actor(request), visit=visit)
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The customer has this position now."))
    return htmx.redirect_to(request, reverse("field:visit", args=[pk]))


@requires("visits", "view")
@require_safe
def day(request: StaffRequest) -> HttpResponse:
    """Visited against planned, by person, of a day."""
    today = actor(request).today
    form = RouteForm(request.GET, people=known(request.user))
    shown = form.whose(request.user, today)[1]
    table = visits_lists.team_day(shown, reader=request.user)
    people = Employee.objects.in_bulk([row.key[0] for row in table])
    context = {
        "tabs": tabs(VISITS, active="field:visits-day", access=request.user.access),
        "day": shown,
        "columns": table.columns,
        "rows": [
            (people[row.key[0]], [_cell(table, column.key, row.key[0]) for column in table.columns])
            for row in table
            if row.key[0] in people
        ],
        "total": [table.value(column.key) for column in table.columns],
    }
    return htmx.render_page(request, "field/visits/day.html", context, partial="found")


@requires("visits", "view")
@require_safe
def gaps(request: StaffRequest) -> HttpResponse:
    """Customers whom nobody visited in so many days."""
    form = GapFilter(request.GET, reader=request.user)
    asked = form.asked()
    rows = visits_lists.not_visited(reader=request.user, today=actor(request).today, **asked)
    context = {
        "form": form,
        "days": asked["days"],
        "tabs": tabs(VISITS, active="field:visits-gaps", access=request.user.access),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_plan": request.user.access.may("visits", "create"),
    }
    return htmx.render_page(request, "field/visits/gaps.html", context, partial="found")


@requires("visits", "view")
@require_safe
def of_customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The last visits and photos of a customer: a panel of its page."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    chosen = visits_lists.Chosen(customer=customer)
    rows = visits_lists.listed(chosen, reader=request.user)
    context = {
        "customer": customer,
        "visits": visits_lists.with_photos(rows)[:_OF_PANEL],
        "photos": visits_lists.photos(chosen, reader=request.user)[:_PHOTOS_OF_PANEL],
        "may_plan": request.user.access.may("visits", "create"),
    }
    return render(request, "field/visits/panel.html", context)


def _cell(table: Table, key: str, person: int | date) -> tuple[object, str]:
    value = table.value(key, person)
    return value, table.link(key, person) if value else ""
