"""Merging two customers: choose the other one, field by field, and take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import attached
from ..actions import guarding, merging
from ..models import Customer, Merge
from ..queries import facts
from .page import load


@requires("customers", "delete")
@require_http_methods(["GET", "POST"])
@idempotent
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """The customer of the address stays; `with` goes into it."""
    winner = load(request, pk)
    typed = request.POST or request.GET
    other = whole(typed.get("with", ""))
    loser = load(request, other) if other and other != pk else None
    if request.method == "POST" and loser is not None:
        try:
            done = merging.merge(
                by=actor(request),
                winner_id=winner.pk,
                loser_id=loser.pk,
                from_loser=request.POST.getlist("take"),
            )
        except RuleError as error:
            messages.error(request, str(error.message))
        else:
            undo = reverse("customers:merge-undoing", args=[done.pk])
            text = _("%(loser)s went into %(winner)s.")
            names = {"loser": loser.name, "winner": winner.name}
            messages.success(request, text % names, extra_tags=undo)
        return htmx.redirect_to(request, reverse("customers:detail", args=[winner.pk]))
    context: dict[str, Any] = {"customer": winner, "other": loser}
    if loser is not None:
        by = actor(request)
        for one in (winner, loser):
            guarding.note(by=by, customer=one, company=request.company)
        fields = merging.choices(winner, loser, by=by)
        access = request.user.access
        mine, theirs = (
            facts.of_customer(one, fields=fields, access=access, today=by.today, but=())
            for one in (winner, loser)
        )
        context |= {
            "pairs": list(zip(mine, theirs, strict=True)),
            "moving": [
                (kind.label, len(ids))
                for kind in attached.all_kinds()
                if (ids := kind.ids(loser.pk))
            ],
        }
    return htmx.render_page(request, "customers/page/merge.html", context)


@requires("customers", "delete")
@require_POST
def undoing(request: StaffRequest, pk: int) -> HttpResponse:
    """Make two of them again."""
    visible = Customer.objects.held_by(request.user).values("pk")
    done = get_object_or_404(Merge, pk=pk, winner__in=visible)
    try:
        merging.undo(by=actor(request), merge=done)
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("They are two customers again."))
    return htmx.redirect_to(request, reverse("customers:detail", args=[done.winner_id]))
