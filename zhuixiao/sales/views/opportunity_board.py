"""The board of opportunities."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.typed import whole

from .. import tabs
from ..forms.opportunity_filter import OpportunityFilterForm
from ..metrics import OPPORTUNITIES
from ..models import Opportunity
from ..queries import board as board_queries
from ..queries.board import Reading
from ..queries.opportunities import Total
from ..queries.stages import stage_of, stages


@requires("opportunities", "view")
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """A column for each stage; what was won and lost this month stands folded at the end."""
    form, reading = read(request, request.GET)
    columns = board_queries.board(reading)
    open_ones = [row.total for row in columns if row.stage.is_open]
    access = request.user.access
    context = {
        "form": form,
        "columns": columns,
        "total": sum(open_ones, Total()),
        "query": form.asked.urlencode(),
        "tabs": tabs.tabs(tabs.CHANCES, active="sales:opportunities", access=access),
        "may_edit": access.may(OPPORTUNITIES, "edit"),
        "may_create": access.may(OPPORTUNITIES, "create"),
        "may_import": access.may(OPPORTUNITIES, "import"),
        "has_any": any(row.total.count for row in columns)
        or Opportunity.objects.visible_to(request.user).exists(),
    }
    return htmx.render_page(request, "sales/opportunities/board.html", context, partial="board")


@requires("opportunities", "view")
@require_safe
def column(request: StaffRequest, stage: int) -> HttpResponse:
    """The next cards of a column, behind the first `?after=` ones."""
    form, reading = read(request, request.GET)
    found = stage_of(stage)
    if found is None:
        raise Http404
    after = min(whole(request.GET.get("after", "")) or 0, 100_000)
    context = {
        "column": board_queries.more(reading, found, after=after),
        "query": _without_place(form.asked),
        "may_edit": request.user.access.may(OPPORTUNITIES, "edit"),
    }
    return render(request, "sales/opportunities/cards.html", context)


def read(request: StaffRequest, asked: QueryDict) -> tuple[OpportunityFilterForm, Reading]:
    """The filters of a board, and what they choose."""
    form = OpportunityFilterForm(asked, reader=request.user, stages=[])
    today = actor(request).today
    return form, Reading(request.user, form.chosen(today), today, request.company.zone)


def moved_context(request: StaffRequest, opportunity: Opportunity, asked: str) -> dict[str, Any]:
    """A card that has moved on the board of these filters, and the heads of all columns."""
    _form, reading = read(request, QueryDict(asked))
    known = {row.pk: row for row in stages(keep=[opportunity.stage_id])}
    card = board_queries.card_of(
        opportunity, known[opportunity.stage_id], reading.today, reading.zone
    )
    return {
        "card": card,
        "columns": board_queries.heads(reading),
        "may_edit": request.user.access.may(OPPORTUNITIES, "edit"),
        "query": asked,
    }


def _without_place(asked: QueryDict) -> str:
    asked = asked.copy()
    asked.pop("after", None)
    return asked.urlencode()
