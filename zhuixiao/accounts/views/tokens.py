"""API tokens of the own account."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from .. import permissions
from ..actions import api_tokens
from ..forms.own import TokenForm
from ..guards import StaffRequest, actor, staff


@staff
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Create a token; the answer is the only place where it is shown."""
    by = actor(request)
    own = api_tokens.grantable(by)
    form = TokenForm(request.POST or None, scopes=own)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        try:
            token, secret = api_tokens.create(
                by=by,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=by.at + timedelta(days=days) if days else None,
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            context = {"token": token, "secret": secret}
            return render(request, "accounts/token_made.html", context)
    chosen = request.POST.getlist("scopes")
    context = {"form": form, "modules": _by_module(own), "chosen": chosen}
    return render(request, "accounts/token_new.html", context, status=422 if form.errors else 200)


@staff
@require_POST
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """End an own token."""
    token = get_object_or_404(request.user.tokens, pk=pk)
    api_tokens.revoke(by=actor(request), token=token)
    messages.success(request, _("The token is revoked."))
    return htmx.redirect_to(request, reverse("profile"))


def _by_module(scopes: list[str]) -> list[tuple[object, list[tuple[str, object]]]]:
    """The rights by module with their words, for check boxes."""
    rows = []
    for module in permissions.modules():
        names = [(f"{module.key}.{action}", action) for action in module.actions]
        boxes = [
            (scope, permissions.ACTION_LABELS.get(action, action))
            for scope, action in names
            if scope in scopes
        ]
        if boxes:
            rows.append((module.label, boxes))
    return rows
