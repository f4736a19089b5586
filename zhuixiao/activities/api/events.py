"""Events of the calendar over the API."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.typed import Id

from ..actions import events
from ..actions.events import NewEvent
from ..models import Event

router = Router(tags=["activities"])
MOST = 100
# Beyond these a time zone may leave the calendar of the computer.
_YEARS = range(1900, 2201)


class EventIn(Schema):
    """Instants carry their offset; an all-day event runs from midnight to midnight."""

    title: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool = False
    note: str = ""
    place: str = ""
    customer_id: int | None = None
    participant_ids: list[Id] = []
    remind_minutes_before: int | None = None


class EventChangeIn(EventIn):
    version: int | None = None


class EventOut(Schema):
    id: int
    title: str
    note: str
    place: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    customer_id: int | None
    owner_id: int
    participant_ids: list[int]
    remind_minutes_before: int | None
    version: int

    @staticmethod
    def resolve_participant_ids(event: Event) -> list[int]:
        return sorted(person.pk for person in event.participants.all())


@router.get("/events", response=list[EventOut])
@needs("activities", "view")
def index(
    request: StaffRequest,
    since: datetime | None = None,
    until: datetime | None = None,
    after: Id = 0,
) -> list[Event]:
    """The own events, and those one takes part in, by id; those that end after `since` and begin
    before `until`. The next page comes `after` the last id."""
    rows = Event.objects.visible_to(request.user).of(request.user).filter(pk__gt=after)
    if since is not None:
        rows = rows.filter(ends_at__gt=_aware(request, since))
    if until is not None:
        rows = rows.filter(starts_at__lt=_aware(request, until))
    return list(rows.order_by("pk").distinct().prefetch_related("participants")[:MOST])


@router.post("/events", response={201: EventOut})
@needs("activities", "create")
def create(request: StaffRequest, data: EventIn) -> Status[Event]:
    """A new event in the own calendar and in those of the participants."""
    row = events.add(by=api_actor(request), new=_new(request, data.dict()))
    return Status(201, _visible(request, row.pk))


@router.get("/events/{pk}", response=EventOut)
@needs("activities", "view")
def read(request: StaffRequest, pk: int) -> Event:
    """One event."""
    return _visible(request, pk)


@router.put("/events/{pk}", response=EventOut)
@needs("activities", "edit")
def change(request: StaffRequest, pk: int, data: EventChangeIn) -> Event:
    """Change an event; 409 when somebody else changed the same fields."""
    values = data.dict()
    version = values.pop("version")
    events.edit(
        by=api_actor(request),
        event=_visible(request, pk),
        new=_new(request, values),
        version=version,
    )
    return _visible(request, pk)


@router.delete("/events/{pk}", response={204: None})
@needs("activities", "edit")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an event out of all calendars."""
    events.delete(by=api_actor(request), event=_visible(request, pk))
    return HttpResponse(status=204)


def _visible(request: StaffRequest, pk: int) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.user), pk=pk)


def _new(request: StaffRequest, values: dict[str, Any]) -> NewEvent:
    times = {name: _aware(request, values[name]) for name in ("starts_at", "ends_at")}
    return NewEvent(**(values | times))


def _aware(request: StaffRequest, at: datetime) -> datetime:
    """An instant without offset is meant in the company's time. Raises Invalid for far ones."""
    if at.year not in _YEARS:
        raise Invalid({"at": f"{_YEARS.start}-{_YEARS.stop - 1}"})
    return at if at.tzinfo else at.replace(tzinfo=request.company.zone)
