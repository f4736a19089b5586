"""Attendance over the API: punching, and the results of days."""

from datetime import date, datetime
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import attendance_punching
from ..models import AttendanceDay, Punch
from .moments import MomentIn, moment

router = Router(tags=["attendance"])


class PunchIn(MomentIn):
    is_in: bool
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
    """`state` is the day in one word; `came` and `left` are minutes from the
    midnight on which the day began (over 1440: the next day, in a shift over midnight), `leave`
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
    by = api_actor(request)
    row = attendance_punching.punch(
        by=by, capture=moment(by, data), is_in=data.is_in, reason=data.reason
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
