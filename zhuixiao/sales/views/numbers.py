"""Pages that read like answers: my performance, sales by one thing, margin of every product."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.ledger import catalogue

from .. import metrics, tabs
from ..forms.numbers import Asked, MarginsForm, NumbersForm
from ..queries import breakdown, margins, performance, targets
from ..queries.breakdown import SPLITS
from ..queries.margins import Show

PAGE = 100


@requires("orders", "view")
@require_safe
def performance_page(request: StaffRequest) -> HttpResponse:
    """What somebody reached in a period, the months behind, and the targets that run."""
    today = actor(request).today
    form = NumbersForm(request.GET, reader=request.user)
    asked = form.asked(today)
    context = {
        **_frame(request, form, asked, "sales:performance"),
        "figures": performance.figures(asked.whose, asked.period, reader=request.user),
        "months": performance.months(
            asked.whose, until=min(asked.period.end, today), reader=request.user
        ),
        "targets": targets.of_reader(request.user, today=today) if asked.whose.key == "me" else [],
    }
    return htmx.render_page(request, "sales/performance.html", context, partial="found")


@requires("orders", "view")
@require_safe
def sold(request: StaffRequest) -> HttpResponse:
    """Sales by person, department, province, product, customer or channel."""
    form = NumbersForm(request.GET, reader=request.user, whose_usually="all")
    asked = form.asked(actor(request).today)
    context = {
        **_frame(request, form, asked, "sales:sold"),
        "splits": SPLITS.items(),
        "table": breakdown.breakdown(asked.split, asked.whose, asked.period, reader=request.user),
    }
    return htmx.render_page(request, "sales/sold.html", context, partial="found")


@requires("orders", "view")
@require_safe
def margins_page(request: StaffRequest) -> HttpResponse:
    """The margin of every product, with ABC and those sold at a loss."""
    if not catalogue.may_read(request.user.access, metrics.MARGIN):
        raise NotAllowed
    form = MarginsForm(request.GET, reader=request.user, whose_usually="all")
    asked = form.asked(actor(request).today)
    found = margins.margins(asked.whose, asked.period, reader=request.user)
    wanted = request.GET.get("show", "")
    show = Show(wanted) if wanted in Show.values else Show.ALL
    lines = [line for line in found.lines if margins.fits(line, show)]
    context = {
        **_frame(request, form, asked, "sales:margins"),
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "found": found,
        "show": show.value,
        "shows": [(one.value, one.label, found.counts[one.value]) for one in Show],
    }
    return htmx.render_page(request, "sales/margins.html", context, partial="found")


def _frame(request: StaffRequest, form: NumbersForm, asked: Asked, active: str) -> dict[str, Any]:
    return {
        "tabs": tabs.tabs(tabs.NUMBERS, active=active, access=request.user.access),
        "form": form,
        "people": form.people,
        "asked": asked,
    }
