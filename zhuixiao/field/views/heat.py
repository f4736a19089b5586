"""Where people spent their time, on the map and by district."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires

from ..actions import tracks_looking
from ..forms.heat import HeatForm
from ..queries import heat, tracks
from ..tabs import TRACKS, tabs

MOST_PEOPLE = 10
# From where on each shade begins, the same on every page, so that two pages can be compared.
MINUTES, VISITS = (0, 5, 15, 60, 240), (1, 2, 3, 5, 10)
_DECIMALS = 6


@requires("tracks", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Cells of 200 metres by the minutes that chosen people were there, or by their visits."""
    by = actor(request)
    form = HeatForm(request.GET, people=tracks.people(request.user))
    people = form.chosen[:MOST_PEOPLE]
    period, is_cut = form.span(by.today)
    if form.is_of_visits:
        found = heat.of_visits(people, period.start, period.end, reader=request.user)
    else:
        start, end = period.instants(by.zone)
        found = heat.of_time(people, start, end, reader=request.user, zone=by.zone)
        days = f"{period.start.isoformat()} – {period.end.isoformat()}"
        tracks_looking.note(by=by, people=people, what=days)
    shades = VISITS if form.is_of_visits else MINUTES
    unit = 1 if form.is_of_visits else 60
    context = {
        "tabs": tabs(TRACKS, active="field:tracks-heat", access=request.user.access),
        "form": form,
        "people": people,
        "period": period,
        "is_cut": is_cut or found.is_cut or len(form.chosen) > MOST_PEOPLE,
        "found": found,
        "unit": unit,
        "legend": list(enumerate(shades, 1)),
        "drawn": [_drawn(one, [step * unit for step in shades]) for one in found.squares],
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return render(request, "field/tracks/heat.html", context)


def _drawn(one: heat.Square, steps: list[int]) -> list[float]:
    """[south, west, north, east, amount, shade from 1]."""
    corners = (round(edge, _DECIMALS) for edge in (one.south, one.west, one.north, one.east))
    return [*corners, one.amount, sum(1 for step in steps if one.amount >= step)]
