"""Settings of quotes."""

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
from zhuixiao.kit.idempotency import idempotent

from ..actions import quote_settings
from ..forms.quote_dialogs import QuoteSettingsForm
from ..quote_settings import quote_settings as held


@requires("orders", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def index(request: StaffRequest) -> HttpResponse:
    """How long quotes are valid, and the terms that they start with."""
    data = request.POST if request.method == "POST" else None
    form = QuoteSettingsForm(data, initial=held(request.company).as_json())
    if request.method == "POST" and form.is_valid():
        try:
            quote_settings.save(by=actor(request), new=form.settings())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("sales:quote-settings"))
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "sales/quotes/settings.html", context, status=status)
