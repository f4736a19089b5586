"""The customers of the one table on a map."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, requires

from ..filters import Asked
from ..queries.places import Box, by_province, in_box, shades
from . import asking, table_text


@requires("customers", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The page; it takes the same address as the table."""
    asked = asking.question(request).asked
    query = urlencode(asked.params())
    context = {
        "asked": asked,
        "tabs": table_text.tabs(asked),
        "chips": table_text.chips(asked),
        "query": query,
        "table_url": _table(asked, 0),
        "clear_url": f"?{urlencode({'view': 'all'})}",
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return render(request, "customers/map/page.html", context)


@requires("customers", "view")
@require_safe
def points(request: StaffRequest) -> HttpResponse:
    """[id, latitude, longitude, name, colour of the stage] of the rectangle `bbox`."""
    question = asking.question(request)
    box = Box.of(request.GET.get("bbox", ""))
    found, has_more = in_box(request.user, question.conditions, box)
    text = _("%(count)s customers have a place here") % {"count": f"{len(found):,}"}
    if has_more:
        text = _("Only the newest %(count)s are shown. Zoom in to see the others.") % {
            "count": f"{len(found):,}"
        }
    rows = [[row.pk, row.latitude, row.longitude, row.name, row.colour] for row in found]
    return JsonResponse({"points": rows, "has_more": has_more, "text": text})


@requires("customers", "view")
@require_safe
def provinces(request: StaffRequest) -> HttpResponse:
    """The numbers behind the colours, as a table; the map takes its colours from it."""
    question = asking.question(request)
    rows = by_province(request.user, question.conditions)
    context = {
        "rows": [(row, _table(question.asked, row.adcode)) for row in rows],
        "shades": shades(rows),
    }
    return render(request, "customers/map/provinces.html", context)


def _table(asked: Asked, adcode: int) -> str:
    """The table of one province; where the filter names smaller places, the filter as it is."""
    params = asked.params()
    chosen = params.get("region", "").split(",")
    if adcode and all(code.endswith("0000") or not code for code in chosen):
        params = asked.params(region=str(adcode))
    return f"{reverse('customers:table')}?{urlencode(params)}"
