"""Settings: rules of activity types, entry standards, how long records can be changed."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import rules
from ..choices import StandardField
from ..forms.settings import DaysForm, RuleForm, StandardForm
from ..queries import rights
from ..queries.standards import standards
from ..queries.types import all_types, rules_of


@requires("activities", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Everything that can be set about action records."""
    texts = standards()
    context = {
        "types": all_types(),
        "standards": [(field, texts[field]) for field in StandardField],
        "days_form": DaysForm(initial={"days": rights.edit_days(request.company)}),
    }
    return render(request, "activities/settings.html", context)


@requires("activities", "manage")
@require_http_methods(["GET", "POST"])
def rule(request: StaffRequest, pk: int) -> HttpResponse:
    """What recording one type means."""
    option = get_object_or_404(Option.objects.of(PickList.ACTIVITY_TYPE), pk=pk)
    form = RuleForm(request.POST or None, initial=asdict(rules_of([option])[option.pk]))
    if request.method == "POST" and form.is_valid():
        try:
            rules.set_rule(by=actor(request), option=option, rule=form.rule())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    context = {"form": form, "option": option}
    status = 422 if form.errors else 200
    return render(request, "activities/rule_form.html", context, status=status)


@requires("activities", "manage")
@require_http_methods(["GET", "POST"])
def standard(request: StaffRequest, field: str) -> HttpResponse:
    """The entry standard beside one field."""
    if field not in StandardField:
        raise Http404
    of = StandardField(field)
    form = StandardForm(request.POST or None, initial={"text": standards()[of]})
    if request.method == "POST" and form.is_valid():
        try:
            rules.set_standard(by=actor(request), field=of, text=form.cleaned_data["text"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    context = {"form": form, "label": of.label}
    status = 422 if form.errors else 200
    return render(request, "activities/standard_form.html", context, status=status)


@requires("activities", "manage")
@require_POST
def edit_days(request: StaffRequest) -> HttpResponse:
    """For how many days records can be changed."""
    form = DaysForm(request.POST)
    if form.is_valid():
        rules.set_edit_days(by=actor(request), days=form.cleaned_data["days"])
        return _saved(request)
    messages.error(request, str(form["days"].errors[0]))
    return htmx.redirect_to(request, reverse("activities:settings"))


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("activities:settings"))
