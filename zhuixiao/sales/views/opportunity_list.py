"""The list of opportunities and the forecast."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from .. import tabs
from ..forms.opportunity_filter import Due, OpportunityFilterForm
from ..metrics import OPPORTUNITIES
from ..models import Opportunity
from ..queries import board as board_queries
from ..queries import forecast as forecasting
from ..queries import opportunities
from ..queries.forecast import Month
from ..queries.stages import by_id, stages

PAGE = 50
_COLUMNS: list[tuple[str, str | Promise, str]] = [
    ("name", _("Opportunity"), ""),
    ("customer", _("Customer"), ""),
    ("stage", _("Stage"), ""),
    ("amount", _("Amount"), "numbers"),
    ("probability", _("Probability"), "numbers"),
    ("expected", _("Expected close"), ""),
    ("next", _("Next step"), ""),
    ("age", _("Days in stage"), "numbers"),
    ("owner", _("Owner"), ""),
]


@dataclass(frozen=True)
class Head:
    """A column's head: a click sorts, a second one turns the order round."""

    label: str | Promise
    css: str
    url: str
    icon: str


@requires("opportunities", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """A page of opportunities with what all of them come to."""
    known = stages()
    form = OpportunityFilterForm(request.GET, reader=request.user, stages=known)
    today = actor(request).today
    chosen = form.chosen(today)
    zone = request.company.zone
    rows = opportunities.listed(chosen, reader=request.user, stages=known, today=today, zone=zone)
    joined = rows.select_related("customer", "owner", "stage", "loss_reason")
    page = Paginator(opportunities.ordered(joined, form.sorted_by), PAGE).get_page(
        request.GET.get("page")
    )
    by_stage = by_id(known)
    access = request.user.access
    context = {
        "form": form,
        "page": page,
        "rows": [
            board_queries.card_of(row, by_stage.get(row.stage_id), today, zone) for row in page
        ],
        "total": opportunities.total(rows),
        "heads": _heads(form),
        "tabs": tabs.tabs(tabs.CHANCES, active="sales:opportunity-list", access=access),
        "may_create": access.may(OPPORTUNITIES, "create"),
        "may_import": access.may(OPPORTUNITIES, "import"),
        "may_export": access.may(OPPORTUNITIES, "export"),
        "has_any": bool(page.object_list) or Opportunity.objects.visible_to(request.user).exists(),
    }
    return htmx.render_page(request, "sales/opportunities/list.html", context, partial="rows")


@requires("opportunities", "view")
@require_safe
def forecast(request: StaffRequest) -> HttpResponse:
    """By month of the expected close; `?back=24` looks two years back for the history."""
    form = OpportunityFilterForm(request.GET, reader=request.user, stages=[])
    today = actor(request).today
    back = 24 if request.GET.get("back") == "24" else 12
    found = forecasting.forecast(
        form.chosen(today),
        reader=request.user,
        today=today,
        zone=request.company.zone,
        months_back=back,
    )
    access = request.user.access
    asked = {"of": form.asked.get("of", "")}
    url = reverse("sales:opportunity-list")
    context = {
        "form": form,
        "forecast": found,
        "months": [(row, f"{url}?{urlencode(asked | _days_of(row))}") for row in found.months],
        "all_url": f"{url}?{urlencode(asked)}",
        "back": back,
        "backs": forecasting.MONTHS_BACK,
        "least": forecasting.LEAST_DECIDED,
        "today": today,
        "tabs": tabs.tabs(tabs.CHANCES, active="sales:forecast", access=access),
    }
    return htmx.render_page(request, "sales/opportunities/forecast.html", context, partial="found")


def _days_of(month: Month) -> dict[str, Any]:
    if month.period is None:
        return {"due": Due.NONE.value}
    start, end = month.period.start.isoformat(), month.period.end.isoformat()
    return {"due": Due.OTHER.value, "start": start, "end": end}


def _heads(form: OpportunityFilterForm) -> list[Head]:
    asked = form.asked.copy()
    asked.pop("page", None)
    heads = []
    for key, label, css in _COLUMNS:
        is_up = form.sorted_by == key
        asked["sort"] = f"-{key}" if is_up else key
        icon = "arrow-up" if is_up else "arrow-down" if form.sorted_by == f"-{key}" else ""
        heads.append(Head(label, css, f"?{asked.urlencode()}", icon))
    return heads
