"""Where people spent their time, on the map and by district."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
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
    """Cells of 200 metres by the minutes that people were there, or by their visits: of the chosen
    ones, else of the first who have any."""
    by = actor(request)
    form = HeatForm(request.GET, people=tracks.people(request.user))
    period, is_cut = form.span(by.today)
    active = heat.visiting if form.is_of_visits else heat.tracked
    asked = form.chosen or active(form.people, period.start, period.end, reader=request.user)
    people, is_more = asked[:MOST_PEOPLE], len(asked) > MOST_PEOPLE
    if form.is_of_visits:
        found = heat.of_visits(people, period.start, period.end, reader=request.user)
    else:
        start, end = period.instants(by.zone)
        found = heat.of_time(people, start, end, reader=request.user, zone=by.zone)
        days = f"{period.start.isoformat()} – {period.end.isoformat()}"
        tracks_looking.note(by=by, people=people, what=days)
    shades, unit = (VISITS, 1) if form.is_of_visits else (MINUTES, 60)
    told = _visits if form.is_of_visits else _minutes
    steps = [step * unit for step in shades]
    context = {
        "tabs": tabs(TRACKS, active="field:tracks-heat", access=request.user.access),
        "form": form,
        "people": people,
        "period": period,
        "is_cut": is_cut or found.is_cut or (is_more and bool(form.chosen)),
        "first": MOST_PEOPLE if is_more and not form.chosen else 0,
        "found": found,
        "legend": list(enumerate(shades, 1)),
        "drawn": [_drawn(one, told(one.amount), steps) for one in found.squares],
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return render(request, "field/tracks/heat.html", context)


def _drawn(one: heat.Square, told: str, steps: list[int]) -> list[float | str]:
    """[south, west, north, east, words, shade from 1]."""
    corners = (round(edge, _DECIMALS) for edge in (one.south, one.west, one.north, one.east))
    return [*corners, told, sum(1 for step in steps if one.amount >= step)]


def _visits(amount: int) -> str:
    return ngettext("%(n)s visit", "%(n)s visits", amount) % {"n": amount}


def _minutes(seconds: int) -> str:
    """Whoever was there at all was there for a minute."""
    minutes = max(1, round(seconds / 60))
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
