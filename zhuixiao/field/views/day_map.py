"""The day of a team on a map, with a line of numbers for each person."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.catalog.models import Option

from ..actions import places, tracks_looking
from ..forms.day_map import DayMapForm
from ..queries import day_map, day_map_drawing
from ..queries.day_map import GAP_DAYS, Line
from ..tabs import VISITS, tabs


@requires("visits", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Every visit of a day of everybody in the scope, those planned and not made, where people are
    now; beside it what each of them came to."""
    by = actor(request)
    people, units = day_map.people(request.user), day_map.departments(request.user)
    form = DayMapForm(request.GET, people=people, departments=units)
    day = form.day(by.today)
    is_today = day == by.today
    found = day_map.told(
        form.shown,
        day,
        reader=request.user,
        today=by.today,
        seen_since=datetime.combine(day, time.min, by.zone) if is_today else None,
    )
    names = places.names_of([line.place for line in found.lines], by=by)
    tracks_looking.note(by=by, people=found.looked_at, what=day.isoformat())
    context = {
        "tabs": tabs(VISITS, active="field:visits-map", access=request.user.access),
        "form": form,
        "day": day,
        "before": _address(form, day - timedelta(days=1)),
        "after": _address(form, day + timedelta(days=1)) if day < by.today else "",
        "is_over": day < by.today,
        "is_today": is_today,
        "found": found,
        "rows": [
            (line, _Links(line, day, found.key), place)
            for line, place in zip(found.lines, names, strict=True)
        ],
        "drawn": day_map_drawing.drawn(found, zone=by.zone),
        "gap_days": GAP_DAYS,
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return render(request, "field/visits/day_map.html", context)


def _address(form: DayMapForm, day: date) -> str:
    """The same people on another day."""
    asked = [("on", day.isoformat()), *(("of", str(row.pk)) for row in form.chosen)]
    if form.unit:
        asked.append(("department", str(form.unit.pk)))
    return f"?{urlencode(asked)}"


class _Links:
    """Where the numbers of a line open that the ledger does not know."""

    def __init__(self, line: Line, day: date, key: Option | None) -> None:
        pk, on = line.person.pk, day.isoformat()
        of_day = urlencode({"person": pk, "range": "other", "start": on, "end": on})
        self.visits = f"{reverse('field:visits')}?{of_day}"
        self.route = f"{reverse('field:route')}?{urlencode({'person': pk, 'day': on})}"
        asked = {"days": GAP_DAYS, "person": pk, "importance": key.pk if key else ""}
        self.gaps = f"{reverse('field:visits-gaps')}?{urlencode(asked)}"
