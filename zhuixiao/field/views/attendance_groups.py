"""Settings of attendance: groups with their shift and members, and their places."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.geo import Datum

from ..actions import attendance_groups
from ..forms.attendance_groups import GroupForm, PlaceForm
from ..models import AttendanceGroup, AttendancePlace
from ..queries.attendance_groups import listed


@requires("attendance", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All groups with their members, shift and places."""
    return render(request, "field/attendance/groups.html", {"groups": listed()})


@requires("attendance", "manage")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make a group."""
    return _edit(request, None)


@requires("attendance", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a group."""
    return _edit(request, get_object_or_404(AttendanceGroup, pk=pk))


@requires("attendance", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete a group."""
    group = get_object_or_404(AttendanceGroup, pk=pk)
    attendance_groups.remove(by=actor(request), group=group)
    return _saved(request)


@requires("attendance", "manage")
@require_http_methods(["GET", "POST"])
def place_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a place to a group."""
    return _place(request, get_object_or_404(AttendanceGroup, pk=pk), None)


@requires("attendance", "manage")
@require_http_methods(["GET", "POST"])
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a place."""
    row = get_object_or_404(AttendancePlace.objects.select_related("group"), pk=pk)
    return _place(request, row.group, row)


@requires("attendance", "manage")
@require_POST
def place_removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a place out."""
    row = get_object_or_404(AttendancePlace.objects.select_related("group"), pk=pk)
    attendance_groups.remove_place(by=actor(request), place=row)
    return _saved(request)


def _edit(request: StaffRequest, group: AttendanceGroup | None) -> HttpResponse:
    form = GroupForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            attendance_groups.save(
                by=actor(request),
                group=group,
                values=form.values(),
                version=form.cleaned_data["version"],
            )
        except Conflict:
            form.add_error(None, _("Somebody else changed this meanwhile. Load the page again."))
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    context = {"form": form, "group": group}
    status = 422 if form.errors else 200
    return render(request, "field/attendance/group.html", context, status=status)


def _place(
    request: StaffRequest, group: AttendanceGroup, row: AttendancePlace | None
) -> HttpResponse:
    form = PlaceForm(request.POST or None, place=row)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            attendance_groups.save_place(
                by=actor(request),
                group=group,
                place=row,
                name=typed["name"],
                latitude=typed["latitude"],
                longitude=typed["longitude"],
                datum=Datum(typed["datum"]),
                radius=typed["radius"],
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    context = {"form": form, "group": group, "place": row}
    status = 422 if form.errors else 200
    return render(request, "field/attendance/place.html", context, status=status)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("field:attendance-groups"))
