"""Settings of reports."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import ruling
from ..forms.rules import RulesForm
from ..rules import rules


@requires("reports", "manage")
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """Which reports are wanted, until when, and from whom not."""
    form = RulesForm(request.POST or None, held=rules(request.company))
    if request.method == "POST" and form.is_valid():
        try:
            ruling.save(by=actor(request), new=form.rules())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("reports:rules"))
    status = 422 if form.errors else 200
    return render(request, "reports/rules.html", {"form": form}, status=status)
