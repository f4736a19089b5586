"""The tracks of people: on the map, as a list, where everybody is now, as a file."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.periods import Period, day_of

from ..actions import places, tracks_looking
from ..forms.tracks import TrackFilterForm
from ..models import TrackDay
from ..models.fixes import people_of
from ..queries import (
    tracks,
    tracks_drawing,
    tracks_list,
    tracks_live,
    tracks_met,
    tracks_places,
)
from ..tabs import TRACKS, tabs
from ..tracks import gpx as tracks_gpx
from ..tracks.days import is_possible
from ..tracks.preferences import preferences

PAGE = 10
MOST_PEOPLE = 10
# Days that the list shows, today among them, where neither people nor a time are asked for.
LATE_DAYS = 7


@requires("tracks", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The tracks of chosen people on the map, with stops, gaps, visits and photos, to play
    back."""
    by = actor(request)
    form = TrackFilterForm(request.GET, people=tracks.people(request.user))
    people = form.chosen[:MOST_PEOPLE]
    start, end, is_cut = form.span(_midnight(by), len(people))
    held = preferences(request.company)
    met = tracks_met.met(people, start, end, reader=request.user)
    found = [
        tracks.track(row, start, end, reader=request.user, held=held, met=met.of.get(row.pk))
        for row in people
    ]
    found, wanted = tracks_places.named(found, today=by.today)
    places.want(wanted, at=by.at)
    tracks_looking.note(by=by, people=people, what=_words(by, start, end))
    context = {
        "tabs": tabs(TRACKS, active="field:tracks-map", access=request.user.access),
        "form": form,
        "start": start.astimezone(by.zone),
        "end": end.astimezone(by.zone),
        "is_cut": is_cut or met.is_cut or len(form.chosen) > MOST_PEOPLE,
        "tracks": found,
        "drawn": [tracks_drawing.drawn(one, number=number) for number, one in enumerate(found)],
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
        "zone": str(by.zone),
    }
    return htmx.render_page(request, "field/tracks/map.html", context)


@requires("tracks", "view")
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """The positions and photos that the person may see, newest first: of the last days, unless
    people, a time or all are asked for."""
    by = actor(request)
    form = TrackFilterForm(request.GET, people=tracks.people(request.user))
    late = _midnight(by) - timedelta(days=LATE_DAYS - 1)
    chosen = tracks_list.Filter(
        [row.pk for row in form.chosen],
        start=late if form.is_of_late else form.start_at,
        end=form.end_at,
        kind=form.row_kind,
    )
    found = Paginator(tracks_list.listed(chosen, reader=request.user), PAGE)
    page = found.get_page(request.GET.get("page"))
    rows, wanted = tracks_list.rows(page.object_list, today=by.today)
    places.want(wanted, at=by.at)
    seen = [(row.employee, _of(day_of(row.moment.at, by.zone))) for row in rows]
    tracks_looking.note_each(by=by, looks=seen)
    context = {
        "tabs": tabs(TRACKS, active="field:tracks-list", access=request.user.access),
        "form": form,
        "late_days": LATE_DAYS if form.is_of_late else 0,
        "page": page,
        "rows": [(row, _around(by, row)) for row in rows],
    }
    return htmx.render_page(request, "field/tracks/list.html", context, partial="found")


@requires("tracks", "view")
@require_safe
def live(request: StaffRequest) -> HttpResponse:
    """Where the people of the scope were last today; the page asks again by itself."""
    by = actor(request)
    days = TrackDay.objects.visible_to(request.user).filter(day=by.today)
    people = [day.employee for day in days.select_related("employee__department")]
    found = tracks_live.last_positions(people, since=_midnight(by))
    shown = [one for one in found if one.fix]
    names = places.names_of([one.fix.place for one in shown if one.fix], by=by)
    tracks_looking.note(by=by, people=[one.employee for one in shown], what=_of(by.today))
    context = {
        "tabs": tabs(TRACKS, active="field:tracks-live", access=request.user.access),
        "rows": list(zip(shown, names, strict=True)),
        "day": by.today,
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return htmx.render_page(request, "field/tracks/live.html", context, partial="rows")


@requires("tracks", "view")
@require_safe
def gpx(request: StaffRequest, pk: int, day: str) -> HttpResponse:
    """The track of a person's day as a GPX file: one's own, or with the right to export."""
    by = actor(request)
    person = get_object_or_404(people_of(request.user), pk=pk)
    if person.pk != request.user.pk:
        request.user.access.check("tracks", "export")
    try:
        asked = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if not is_possible(asked):
        raise Http404
    start, end = Period(asked, asked).instants(by.zone)
    held = preferences(request.company)
    found = tracks.track(person, start, end, reader=request.user, held=held)
    tracks_looking.take_along(by=by, person=person, what=_of(asked))
    lines = [found.line[first:last] for first, last in found.segments]
    text = tracks_gpx.write(f"{person.name} {asked}", lines)
    response = HttpResponse(text, content_type="application/gpx+xml")
    response.headers["Content-Disposition"] = f'attachment; filename="track-{pk}-{asked}.gpx"'
    return response


def _midnight(by: Actor) -> datetime:
    return datetime.combine(by.today, time.min, by.zone)


def _of(day: date) -> str:
    return day.isoformat()


def _words(by: Actor, start: datetime, end: datetime) -> str:
    """Which time was looked at, as the person reads it later."""
    first, last = (one.astimezone(by.zone) for one in (start, end))
    return f"{first:%Y-%m-%d %H:%M} – {last:%Y-%m-%d %H:%M}"


def _around(by: Actor, row: tracks_list.Row) -> str:
    """The map of the day of a position; the page of a photo."""
    if row.photo:
        return reverse("field:photo", args=[row.photo.pk])
    local = row.moment.at.astimezone(by.zone)
    asked = {
        "of": row.employee.pk,
        "start": f"{local:%Y-%m-%d}T00:00",
        "end": f"{local:%Y-%m-%d}T23:59",
        "at": int(row.moment.at.timestamp()),
    }
    return f"{reverse('field:tracks-map')}?{urlencode(asked)}"
