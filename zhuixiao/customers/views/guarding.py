"""Guarding the list of customers: limits and watermark, who read what, and one person's reading."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.periods import Period

from ..actions import guarding as actions
from ..fields import STANDARD
from ..guarding_forms import LABELS, GuardingForm
from ..models import Customer, Reading, ReadingAlert
from ..queries import guarding as queries

DAYS, ALERTS, PAGE = 14, 20, 50


@requires("customers", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Today's figures of everybody, the last alerts, and the way to the limits."""
    today = request.company.today(timezone.now())
    found = queries.figures(Period(today, today), request.company.zone)
    known = Employee.objects.known_to(request.user)
    people = known.active().select_related("department", "role").order_by("pk")
    rows = [(one, found.get(one.pk, {}).get(today, queries.Day())) for one in people]
    alerts = ReadingAlert.objects.filter(employee__in=known).select_related("employee")
    context = {
        "rows": sorted(rows, key=lambda row: (-row[1].views, -row[1].rows, row[0].pk)),
        "alerts": alerts.order_by("-at", "-pk")[:ALERTS],
    }
    return htmx.render_page(request, "customers/guarding/list.html", context)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def rules(request: StaffRequest) -> HttpResponse:
    """What each role may read a day, and the watermark."""
    form = GuardingForm(request.POST or None, company=request.company)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_rules(
                by=actor(request),
                limits=form.limits(),
                watermark=form.cleaned_data["watermark"],
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved. It holds from the next click of everybody."))
            return htmx.redirect_to(request, reverse("customers:guarding"))
    context = {"form": form, "labels": LABELS.values()}
    status = 422 if form.errors else 200
    return htmx.render_page(request, "customers/guarding/rules.html", context, status=status)


@requires("customers", "manage")
@require_safe
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """What one person opened, revealed and exported: by day, then one by one."""
    known = Employee.objects.known_to(request.user).select_related("department", "role")
    employee = get_object_or_404(known, pk=pk)
    today = request.company.today(timezone.now())
    days = queries.figures_of(
        employee, Period(today - timedelta(days=DAYS - 1), today), request.company.zone
    )
    opened = Reading.objects.filter(employee=employee).select_related("customer")
    page = Paginator(opened.order_by("-last_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    log = AuditEntry.objects.shown().filter(employee=employee, action__in=["reveal", "export"])
    last = list(log.order_by("-pk")[:PAGE])
    ids = {row.customer_id for row in page} | {row.record_id for row in last}
    # Deleted ones have no page, yet a name for who would see them.
    named = Customer.objects.filter(request.user.access.q("customers"), pk__in=ids)
    context = {
        "employee": employee,
        "days": sorted(days.items(), reverse=True),
        "most": max((one.views for one in days.values()), default=0) or 1,
        "page": page,
        "named": set(named.values_list("pk", flat=True)),
        "log": [
            (row, queries.exported(row.changes) if row.action == "export" else 0, _revealed(row))
            for row in last
        ],
        "alerts": ReadingAlert.objects.filter(employee=employee).order_by("-at")[:ALERTS],
    }
    return htmx.render_page(request, "customers/guarding/person.html", context)


def _revealed(row: AuditEntry) -> str:
    """The names of the fields that were looked at."""
    if row.action != "reveal":
        return ""
    return ", ".join(str(one.label) for one in STANDARD if one.key in row.changes)
