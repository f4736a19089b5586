"""Groups of people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.typed import whole

from ..actions import groups
from ..forms.organisation import GroupForm
from ..guards import StaffRequest, actor, requires
from ..models import Group
from ..queries import people


@requires("accounts", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All groups in their order."""
    rows = Group.objects.order_by("position", "pk").prefetch_related("members")
    return render(request, "accounts/groups.html", {"groups": rows})


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Add a group."""
    return _edit(request, None)


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename a group, choose its members."""
    return _edit(request, get_object_or_404(Group, pk=pk))


@requires("accounts", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete a group."""
    groups.remove(by=actor(request), group=get_object_or_404(Group, pk=pk))
    return _saved(request)


@requires("accounts", "manage")
@require_POST
def shift(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    step = -1 if request.POST.get("to") == "up" else 1
    groups.shift(by=actor(request), group=get_object_or_404(Group, pk=pk), by_places=step)
    return htmx.redirect_to(request, reverse("accounts:groups"))


def _edit(request: StaffRequest, group: Group | None) -> HttpResponse:
    members = list(group.members.values_list("pk", flat=True)) if group else []
    initial = {"name": group.name if group else ""}
    form = GroupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            groups.save(by=actor(request), group=group, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    typed = [pk for pk in map(whole, request.POST.getlist("members")) if pk]
    context = {
        "form": form,
        "group": group,
        "teams": people.teams(request.user),
        "selected": typed if form.is_bound else members,
    }
    return render(request, "accounts/group.html", context, status=422 if form.errors else 200)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("accounts:groups"))
