"""Tracks over the API."""

from datetime import date, datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.periods import Period
from zhuixiao.kit.typed import Id

from ..actions import tracks_looking
from ..models import TrackDay
from ..models.fixes import people_of
from ..queries import tracks, tracks_met
from ..queries.tracks import Track
from ..tracks.days import is_possible
from ..tracks.preferences import preferences

router = Router(tags=["tracks"])


class TrackDayOut(Schema):
    """`metres` of the way, without gaps and marked positions."""

    id: int
    employee_id: int
    department_id: int
    day: date
    metres: int
    fixes: int
    wrong: int
    gaps: int
    stops: int
    customer_minutes: int
    first_at: datetime | None
    last_at: datetime | None


class TrackDaysOut(Schema):
    items: list[TrackDayOut]
    next: str


class FixOut(Schema):
    """WGS-84 degrees, metres, metres a second, degrees from north, percent. `marks` adds up 1 jump,
    2 made by a program, 4 impossible speed, 8 arrived out of order, 16 outside working hours."""

    at: datetime
    latitude: float
    longitude: float
    accuracy: float | None
    speed: float | None
    course: float | None
    altitude: float | None
    battery: int | None
    marks: int


class StopOut(Schema):
    """`visit_id` is the visit of that time, if the caller may see it; `customer_id` its customer,
    without a visit the nearest within the radius of a stop."""

    arrived_at: datetime
    left_at: datetime
    latitude: float
    longitude: float
    customer_id: int | None
    visit_id: int | None


class TrackOut(Schema):
    """The positions of a day in the order of time."""

    employee_id: int
    day: date
    metres: int
    gaps: int
    gap_metres: int
    fixes: list[FixOut]
    stops: list[StopOut]


@router.get("/track-days", response=TrackDaysOut)
@needs("tracks", "view")
def days(
    request: StaffRequest,
    employee_id: Id | None = None,
    start: date | None = None,
    end: date | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Slice[TrackDay]:
    """Days with a track of the people whom the caller may see, the newest first."""
    rows = TrackDay.objects.visible_to(request.user).filter(is_stale=False)
    if employee_id:
        rows = rows.filter(employee_id=employee_id)
    if start:
        rows = rows.filter(day__gte=start)
    if end:
        rows = rows.filter(day__lte=end)
    return paging.after(cursor, rows, by="-day", limit=limit)


@router.get("/tracks/{pk}/{day}", response=TrackOut)
@needs("tracks", "view")
def read(request: StaffRequest, pk: Id, day: date) -> dict[str, object]:
    """The track of a person's day; `pk` is the employee. The person sees who asked."""
    by = api_actor(request)
    if not is_possible(day):
        raise Http404
    person = get_object_or_404(people_of(request.user), pk=pk)
    start, end = Period(day, day).instants(by.zone)
    held = preferences(request.company)
    met = tracks_met.met([person], start, end, reader=request.user).of.get(person.pk)
    found = tracks.track(person, start, end, reader=request.user, held=held, met=met)
    tracks_looking.note(by=by, people=[person], what=day.isoformat())
    return _told(found, day)


def _told(found: Track, day: date) -> dict[str, object]:
    return {
        "employee_id": found.employee.pk,
        "day": day,
        "metres": round(found.way.length),
        "gaps": len(found.way.gaps),
        "gap_metres": round(found.way.gap_metres),
        "fixes": [
            fix._replace(marks=marks) for fix, marks in zip(found.fixes, found.marks, strict=True)
        ],
        "stops": [
            {
                "arrived_at": stop.stay.arrived_at,
                "left_at": stop.stay.left_at,
                "latitude": stop.stay.place.latitude,
                "longitude": stop.stay.place.longitude,
                "customer_id": stop.customer.pk if stop.customer else None,
                "visit_id": stop.visit.pk if stop.visit else None,
            }
            for stop in found.stops
        ],
    }
