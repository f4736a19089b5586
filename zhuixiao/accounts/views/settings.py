"""The settings' landing page and the company's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.kit import htmx, navigation
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import company
from ..forms.organisation import CompanyForm
from ..guards import StaffRequest, actor, requires, staff


@staff
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All settings that this person may open, by group."""
    groups: dict[str, list[navigation.Link]] = {}
    for link in navigation.links("settings", request.user.access, request.path):
        groups.setdefault(str(link.item.group or _("General")), []).append(link)
    return render(request, "accounts/settings.html", {"groups": groups})


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def edit_company(request: StaffRequest) -> HttpResponse:
    """Name, time zone, currency, workdays."""
    fields = ("name", "time_zone", "currency", "workdays")
    initial = {name: getattr(request.company, name) for name in fields}
    form = CompanyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            company.change(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("accounts:company"))
    status = 422 if form.errors else 200
    return render(request, "accounts/company.html", {"form": form}, status=status)
