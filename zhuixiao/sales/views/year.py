"""A year of gross margin by month, department and person, and what each head brings."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.kit.typed import whole
from zhuixiao.ledger import catalogue

from .. import metrics, tabs
from ..queries import year

_OLDEST = 1990


@requires("orders", "view")
@require_safe
def year_page(request: StaffRequest) -> HttpResponse:
    """One calendar year; who may not know margins sees nothing of it."""
    if not catalogue.may_read(request.user.access, metrics.MARGIN):
        raise NotAllowed
    today = actor(request).today
    asked = whole(request.GET.get("year", "")) or today.year
    number = asked if _OLDEST <= asked <= today.year else today.year
    of = request.GET.get("of", "")
    metric = metrics.SALES if of == "sales" else metrics.MARGIN
    context = {
        "tabs": tabs.tabs(tabs.NUMBERS, active="sales:year", access=request.user.access),
        "number": number,
        "years": range(today.year, today.year - 5, -1),
        "of": "sales" if metric is metrics.SALES else "margin",
        "label": metric.label,
        "year": year.year(number, today=today, reader=request.user, metric=metric.key),
    }
    return htmx.render_page(request, "sales/year.html", context, partial="found")
