"""Boards of who sells most, and who sees them."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from .. import tabs
from ..actions import ranking as actions
from ..forms.numbers import RankingForm
from ..queries import ranking
from ..queries.ranking import Ranking


@requires("orders", "view")
@require_safe
def ranking_page(request: StaffRequest) -> HttpResponse:
    """The first ten of each board in a period."""
    form = RankingForm(request.GET, reader=request.user)
    asked = form.asked(actor(request).today)
    context = {
        "tabs": tabs.tabs(tabs.NUMBERS, active="sales:ranking", access=request.user.access),
        "form": form,
        "asked": asked,
        "boards": ranking.boards(asked.period, reader=request.user),
        "chosen": ranking.setting().value,
        "choices": Ranking.choices,
        "may_manage": request.user.access.may("orders", "manage"),
    }
    return htmx.render_page(request, "sales/ranking.html", context, partial="found")


@requires("orders", "manage")
@require_POST
def ranking_setting(request: StaffRequest) -> HttpResponse:
    """Choose who sees the boards."""
    wanted = request.POST.get("ranking", "")
    if wanted in Ranking.values:
        actions.choose(by=actor(request), ranking=Ranking(wanted))
        messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("sales:ranking"))
