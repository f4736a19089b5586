"""Settings of orders: numbers, tax, renewal, and the closed days of finance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from .. import closing
from ..actions import numbering, preferences
from ..forms.order_dialogs import ClosingForm, PreferencesForm
from ..preferences import preferences as held_preferences


@requires("orders", "manage")
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """Everything that can be set about orders."""
    held = held_preferences(request.company)
    form = PreferencesForm(request.POST or None, kinds=numbering.LABELS, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            preferences.save(by=actor(request), new=form.preferences())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    context = {
        "form": form,
        "closing": ClosingForm(initial={"until": closing.closed_until()}),
        "may_close": request.user.access.may("payments", "manage"),
        "closed_until": closing.closed_until(),
    }
    status = 422 if form.errors else 200
    return render(request, "sales/orders/settings.html", context, status=status)


@requires("payments", "manage")
@require_POST
def closed(request: StaffRequest) -> HttpResponse:
    """Close everything up to a day, or open it again."""
    form = ClosingForm(request.POST)
    try:
        if form.is_valid():
            preferences.close(by=actor(request), until=form.cleaned_data["until"])
            return _saved(request)
    except RuleError as error:
        add_rule_error(form, error)
    messages.error(request, str(next(iter(form.errors.values()))[0]))
    return htmx.redirect_to(request, reverse("sales:order-settings"))


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("sales:order-settings"))
