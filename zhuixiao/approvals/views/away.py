"""Who decides while one is away."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import delegating
from ..forms import AwayForm
from ..models import Delegation


@requires("approvals", "decide")
@require_http_methods(["GET", "POST"])
@idempotent
def index(request: StaffRequest) -> HttpResponse:
    """Name a stand-in between two days."""
    today = request.company.today(timezone.now())
    form = AwayForm(request.POST or None, reader=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            delegating.stand_in(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("approvals:list"))
    held = Delegation.objects.filter(employee=request.user, ended_at=None, last_day__gte=today)
    context = {"form": form, "held": held.select_related("to").first()}
    status = 422 if form.errors else 200
    return htmx.render_page(request, "approvals/away.html", context, status=status)


@requires("approvals", "decide")
@require_POST
def end(request: StaffRequest) -> HttpResponse:
    """Decide oneself again."""
    delegating.end(by=actor(request))
    messages.success(request, _("You decide yourself again."))
    return htmx.redirect_to(request, reverse("approvals:list"))
