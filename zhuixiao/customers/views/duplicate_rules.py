"""The rules about duplicates: a list, one to change, one to remove."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import deduplicating
from ..duplicate_forms import DuplicateRuleForm
from ..duplicate_rules import mark_of, rules_of


@requires("customers", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The rules in their order, in words."""
    rules = rules_of(request.company.settings)
    context = {"rules": [DuplicateRuleForm(rule=rule) for rule in rules], "mark": mark_of(rules)}
    return htmx.render_page(request, "customers/duplicates/rules.html", context)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a rule."""
    return _edit(request, None)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, place: int) -> HttpResponse:
    """Change the rule at this place of the list."""
    return _edit(request, place)


@requires("customers", "manage")
@require_POST
def remove(request: StaffRequest, place: int) -> HttpResponse:
    """Take a rule away."""
    rules = list(rules_of(request.company.settings))
    if place >= len(rules):
        return _gone(request)
    del rules[place]
    try:
        deduplicating.save_rules(by=actor(request), rules=rules, seen=request.POST.get("seen", ""))
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("customers:duplicate-rules"))


def _edit(request: StaffRequest, place: int | None) -> HttpResponse:
    rules = list(rules_of(request.company.settings))
    if place is not None and place >= len(rules):
        return _gone(request)
    rule = None if place is None else rules[place]
    shown = mark_of(rules)
    if request.GET.get("seen", shown) != shown and request.method == "GET":
        # At this place may stand another rule by now than the one that was clicked.
        messages.error(request, _("The rules were changed meanwhile. Look at them again."))
        return htmx.redirect_to(request, reverse("customers:duplicate-rules"))
    form = DuplicateRuleForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        rules[slice(place, place + 1) if place is not None else slice(len(rules), None)] = [
            form.rule()
        ]
        try:
            seen = request.POST.get("seen", "")
            deduplicating.save_rules(by=actor(request), rules=rules, seen=seen)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("customers:duplicate-rules"))
    status = 422 if form.errors else 200
    context = {"form": form, "place": place, "seen": request.POST.get("seen", shown)}
    return htmx.render_page(request, "customers/duplicates/rule.html", context, status=status)


def _gone(request: StaffRequest) -> HttpResponse:
    """Somebody else removed the rule: say so above those that there are."""
    messages.error(request, _("Somebody removed this rule meanwhile. These are the rules now."))
    return htmx.redirect_to(request, reverse("customers:duplicate-rules"))
