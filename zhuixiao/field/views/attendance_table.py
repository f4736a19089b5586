"""The month table, a day behind its cell, and the table as a file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Department
from zhuixiao.kit import htmx
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.periods import Period
from zhuixiao.kit.typed import whole
from zhuixiao.sales.exporting.lists import LISTINGS
from zhuixiao.sales.exporting.writing import Wish
from zhuixiao.sales.views import exports

from ..exporting import attendance as exporting
from ..models import AttendanceDay
from ..queries import attendance_day, attendance_table
from ..tabs import ATTENDANCE, tabs
from .attendance_months import beside, month_of


@requires("attendance", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """People down, days across; every cell opens the day."""
    period, unit = _asked(request)
    shown = attendance_table.people(request.user, unit)
    context = {
        "tabs": tabs(ATTENDANCE, active="field:attendance-table", access=request.user.access),
        "table": attendance_table.table(request.user, period, shown),
        "period": period,
        "beside": beside(period, actor(request).today),
        "department": unit,
        "departments": attendance_table.departments(request.user),
        "may_export": request.user.access.may("attendance", "export"),
    }
    return htmx.render_page(request, "field/attendance/table.html", context, partial="found")


@requires("attendance", "view")
@require_safe
def day(request: StaffRequest, pk: int) -> HttpResponse:
    """A day of a person: its punches, what else is known, and what came of it."""
    rows = AttendanceDay.objects.visible_to(request.user).select_related(
        "employee__department", "employee__role", "group"
    )
    row = get_object_or_404(rows, pk=pk)
    now = actor(request).at
    told = attendance_day.told(request.company, row.employee, row.day, reader=request.user, now=now)
    is_own = row.employee_id == request.user.pk
    context = {
        "row": row,
        "told": told,
        "may_correct": is_own and request.user.access.may("attendance", "create"),
    }
    return render(request, "field/attendance/day.html", context)


@requires("attendance", "export")
@require_POST
@idempotent
def export(request: StaffRequest) -> HttpResponse:
    """The table of the address as an Excel file."""
    period, unit = _asked(request)
    kept = {"month": f"{period.start:%Y-%m}", "department": str(unit.pk) if unit else ""}
    wish = Wish(LISTINGS[exporting.KEY], kept, actor(request).today)
    return exports.begin(request, wish)


def _asked(request: StaffRequest) -> tuple[Period, Department | None]:
    period = month_of(request.GET.get("month", ""), actor(request).today)
    pk = whole(request.GET.get("department", "")) or 0
    known = Department.objects.known_to(request.user)
    return period, known.filter(pk=pk).first()
