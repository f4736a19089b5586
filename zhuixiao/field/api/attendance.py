"""Attendance over the API: punching, and the results of days."""

from datetime import date, datetime
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.geo import position
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import attendance_punching
from ..captures import capture
from ..models import AttendanceDay, Punch

router = Router(tags=["attendance"])


class PunchIn(Schema):
    """`client_id` is the caller's own number of the punch: the same one twice is one punch. The
    position is in WGS-84 degrees, `accuracy` its radius in metres."""

    client_id: UUID
    is_in: bool
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    is_mock: bool = False
    reason: str = Field(default="", max_length=attendance_punching.REASON_LENGTH)


class PunchOut(Schema):
    """`standing`: free (the group has no places), inside, outside or nowhere (no position);
    `distance` in metres to the nearest place."""

    id: int
    client_id: UUID
    employee_id: int
    day: date
    at: datetime
    is_in: bool
    standing: str
    nearest_id: int | None
    distance: int | None
    accuracy: float | None
    reason: str


class DayOut(Schema):
    """`state` is the day in one word; `came` and `left` are minutes of the company's day, `leave`
    the halves on leave (1 morning, 2 afternoon, 3 both)."""

    id: int
    employee_id: int
    day: date
    state: str
    is_workday: bool
    leave: int
    came: int | None
    left: int | None
    late: int
    late_minutes: int
    early: int
    early_minutes: int
    missed: int
    minutes: int
    is_present: bool
    is_field: bool
    is_absent: bool


class DaysOut(Schema):
    items: list[DayOut]
    next: str


@router.post("/attendance/punches", response={201: PunchOut})
@needs("attendance", "create")
def punch(request: StaffRequest, data: PunchIn) -> Status[Punch]:
    """Sign in or out; without times it is now."""
    now = timezone.now()
    has_times = data.claimed_at and data.sent_at
    claimed, sent = (data.claimed_at, data.sent_at) if has_times else (now, now)
    place = None
    if data.latitude is not None and data.longitude is not None:
        place = position(data.latitude, data.longitude)
    moment = capture(
        client_id=data.client_id,
        claimed_at=_aware(claimed, now),
        sent_at=_aware(sent, now),
        received_at=now,
        place=place,
        accuracy=data.accuracy if place else None,
        is_mock=data.is_mock,
    )
    row = attendance_punching.punch(
        by=api_actor(request), capture=moment, is_in=data.is_in, reason=data.reason
    )
    return Status(201, row)


@router.get("/attendance/days", response=DaysOut)
@needs("attendance", "view")
def days(
    request: StaffRequest,
    start: date | None = None,
    end: date | None = None,
    employee_id: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[AttendanceDay]:
    """Results that the caller may see, from a day to another, the last first."""
    rows = AttendanceDay.objects.visible_to(request.user)
    asked = {"day__gte": start, "day__lte": end, "employee": employee_id}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return paging.after(cursor, rows, by="-day", limit=limit)


@router.get("/attendance/days/{pk}", response=DayOut)
@needs("attendance", "view")
def day(request: StaffRequest, pk: int) -> AttendanceDay:
    """The result of a day that the caller may see."""
    found: AttendanceDay = get_object_or_404(AttendanceDay.objects.visible_to(request.user), pk=pk)
    return found


def _aware(at: datetime | None, now: datetime) -> datetime:
    """A time without a zone is in UTC."""
    if at is None:
        return now
    return at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
