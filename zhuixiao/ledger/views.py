"""The page behind every number: the entries that it is the sum of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext, gettext_lazy

from zhuixiao.accounts.guards import StaffRequest, staff
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import htmx

from . import catalogue, names, queries
from .catalogue import Dimension
from .instants import to_day
from .queries import Drill, Line

_LABELS = {
    Dimension.EMPLOYEE: gettext_lazy("Employee"),
    Dimension.DEPARTMENT: gettext_lazy("Department"),
    Dimension.CUSTOMER: gettext_lazy("Customer"),
    Dimension.CHANNEL: gettext_lazy("Channel"),
    Dimension.PRODUCT: gettext_lazy("Product"),
    Dimension.REGION: gettext_lazy("Region"),
    Dimension.OPTION: gettext_lazy("Type"),
}


@dataclass(frozen=True)
class Filter:
    """In words, what a figure was narrowed to."""

    label: object
    names: Sequence[str]


@staff
def entries(request: StaffRequest) -> HttpResponse:
    """The entries of a figure by day; the query checks that the person may read the metric."""
    drill = queries.parse_drill(request.GET.dict())
    key, reader = drill.metric.key, request.user
    filters = _filters(drill, reader)
    page = queries.entries(
        key, period=drill.period, where=drill.where, visible_to=reader, after=drill.after
    )
    lines = queries.load_facts(page.entries, reader, behind=drill.metric)
    context = {
        "days": _days(lines),
        "hidden": len(page.entries) - len(lines),
        "next_url": _next_url(request, page.after),
        "continued": _day_of(drill.after),
    }
    if not htmx.wants_partial(request):
        context |= _head(drill, reader) | {"filters": filters}
    return htmx.render_page(request, "ledger/entries.html", context, partial="rows")


def _head(drill: Drill, reader: Employee) -> dict[str, Any]:
    """What the number is, and how large."""
    key = drill.metric.key
    table = queries.query([key], period=drill.period, where=drill.where, visible_to=reader)
    count = queries.count(key, period=drill.period, where=drill.where, visible_to=reader)
    return {
        "metric": drill.metric,
        "opened": catalogue.parts(drill.metric)[0],
        "period": drill.period,
        "value": table.value(key),
        "count": min(count, queries.MOST_COUNTED),
        "is_more": count > queries.MOST_COUNTED,
    }


def _filters(drill: Drill, reader: Employee) -> list[Filter]:
    """The narrowing of a figure in words; 404 for an id that the reader may not know of."""
    filters = []
    for dimension, ids in drill.where.items():
        known = names.of(dimension, ids, visible_to=reader)
        if any(pk not in known for pk in ids if pk):
            raise Http404
        filters.append(
            Filter(_LABELS[dimension], [known[pk] if pk else gettext("none") for pk in ids])
        )
    return filters


def _days(lines: Sequence[Line]) -> list[tuple[date, list[Line]]]:
    return [(day, list(group)) for day, group in groupby(lines, key=lambda line: line.day)]


def _day_of(after: str) -> date | None:
    """The day that the page before ended in."""
    return to_day(int(after.partition("-")[0])) if after else None


def _next_url(request: StaffRequest, after: str) -> str:
    """The address of the next page, empty at the end."""
    if not after:
        return ""
    values = request.GET.copy()
    values["after"] = after
    return f"?{values.urlencode(safe=',')}"
