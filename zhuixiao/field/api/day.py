"""The day of a team over the API."""

from datetime import date, datetime

from django.http import Http404
from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from ..queries import day_map
from ..queries.day_map import Line
from ..tracks.days import is_possible

router = Router(tags=["field"])


class DayLineOut(Schema):
    """A person's day. `verified_share` in hundredths of a percent, `metres` by the track, null
    where the caller may not see it; `leave` 0 none, 1 and 2 a half, 3 the whole day; `came` is the
    minute of the day of the first punch; `key_gaps` are key customers without a visit for 30
    days, counted back from today and null on any other day."""

    employee_id: int
    planned: int
    visited: int
    missed: int
    verified: int
    verified_share: int | None
    minutes: int
    metres: int | None
    photos: int
    first_at: datetime | None
    last_at: datetime | None
    next_steps: int
    leave: int
    came: int | None
    key_gaps: int | None


class DayOut(Schema):
    day: date
    items: list[DayLineOut]


@router.get("/field/day", response=DayOut)
@needs("visits", "view")
def read(request: StaffRequest, on: date | None = None) -> dict[str, object]:
    """What everybody in the caller's scope came to on a day, else today."""
    by = api_actor(request)
    day = on or by.today
    if not is_possible(day):
        raise Http404
    people = day_map.people(request.user)
    found = day_map.told(people, day, reader=request.user, today=by.today)
    return {"day": day, "items": [_told(line) for line in found.lines]}


def _told(line: Line) -> dict[str, object]:
    def value(key: str) -> object:
        return line.figures[key].value if key in line.figures else None

    return {
        "employee_id": line.person.pk,
        "planned": value("visits.planned"),
        "visited": value("visits.done"),
        "missed": line.missed,
        "verified": value("visits.verified"),
        "verified_share": value("visits.verified_share"),
        "minutes": value("visits.minutes"),
        "metres": value("tracks.kilometres"),
        "photos": value("photos.taken"),
        "first_at": line.first_at,
        "last_at": line.last_at,
        "next_steps": line.next_steps,
        "leave": line.leave,
        "came": line.attendance.came if line.attendance else None,
        "key_gaps": line.key_gaps,
    }
