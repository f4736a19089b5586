"""The robots of group chats."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import robots
from ..forms.robots import RobotForm
from ..models import Robot
from ..queries.subscriptions import subscriptions_of


@requires("robots", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All robots, by name."""
    rows = list(Robot.objects.order_by("name"))
    counts = subscriptions_of(rows)
    context = {"rows": [(row, counts.get(row.pk, 0)) for row in rows]}
    return render(request, "notices/robots.html", context)


@requires("robots", "manage")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Let a robot in."""
    form = RobotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            robots.add(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved. Try it now."))
            return htmx.redirect_to(request, reverse("notices:robots"))
    status = 422 if form.errors else 200
    return render(request, "notices/robot.html", {"form": form}, status=status)


@requires("robots", "manage")
@require_POST
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a greeting into the group."""
    try:
        robots.test(by=actor(request), robot=get_object_or_404(Robot, pk=pk))
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Written. Look into the group."))
    return htmx.redirect_to(request, reverse("notices:robots"))


@requires("robots", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a robot go."""
    robots.remove(by=actor(request), robot=get_object_or_404(Robot, pk=pk))
    messages.success(request, _("The robot writes no more."))
    return htmx.redirect_to(request, reverse("notices:robots"))
