"""Settings: what the stages of opportunities mean."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.catalog.choices import PickList
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import stage_rules
from ..forms.opportunity_entry import StageRuleForm
from ..queries.stages import stage_of, stages


@requires("opportunities", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All stages in use with their rules; names, colours and order stand in the pick list."""
    context = {
        "stages": stages(),
        "list_url": reverse("catalog:options", args=[PickList.OPPORTUNITY_STAGE.value]),
        "may_change_list": request.user.access.may("catalog", "manage"),
    }
    return render(request, "sales/opportunities/settings.html", context)


@requires("opportunities", "manage")
@require_http_methods(["GET", "POST"])
def rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Probability, stale days and asked fields of one stage."""
    stage = stage_of(pk)
    if stage is None:
        raise Http404
    initial = {
        "probability": stage.probability_bp,
        "stale_days": stage.stale_days,
        "needs": list(stage.needs),
    }
    form = StageRuleForm(request.POST or None, initial=initial, stage=stage)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            stage_rules.set_rule(
                by=actor(request),
                stage=stage,
                probability_bp=values.get("probability", stage.probability_bp),
                stale_days=values.get("stale_days", stage.stale_days),
                needs=values["needs"],
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("sales:stages"))
    context = {"form": form, "stage": stage}
    status = 422 if form.errors else 200
    return render(request, "sales/opportunities/rule.html", context, status=status)
