"""Leave over the API; requests are decided by /approvals."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import leave_requests
from ..actions.leave_requests import NewLeave
from ..leave.counting import Span
from ..models import Leave
from ..queries import leave as queries

router = Router(tags=["leave"])


class LeaveRequestIn(Schema):
    """From a day, or its noon, to a day, or its noon. `client_id` is the caller's own number of the
    request: the same one twice is one request."""

    client_id: UUID
    type_id: Id
    start: date
    starts_at_noon: bool = False
    end: date
    ends_at_noon: bool = False
    reason: str = Field(max_length=leave_requests.REASON_LENGTH)
    cover_id: Id | None = None


class LeaveOut(Schema):
    """`halves` are half days; `request_id` is its approval."""

    id: int
    client_id: UUID
    employee_id: int
    type_id: int
    start: date
    starts_at_noon: bool
    end: date
    ends_at_noon: bool
    halves: int
    reason: str
    cover_id: int | None
    state: str
    request_id: int | None
    created_at: datetime


class LeavesOut(Schema):
    items: list[LeaveOut]
    next: str


class BalanceOut(Schema):
    """Of the caller, in half days; `left_halves` is null where the type is not limited."""

    type_id: int
    name: str
    used_halves: int
    left_halves: int | None


@router.get("/leaves", response=LeavesOut)
@needs("leave", "view")
def index(
    request: StaffRequest,
    state: str = "",
    employee_id: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Leave]:
    """Requests that the caller may see, the last first."""
    rows = Leave.objects.visible_to(request.user)
    if state:
        rows = rows.filter(state=state)
    if employee_id is not None:
        rows = rows.filter(employee=employee_id)
    return paging.after(cursor, rows, by="-start", limit=limit)


@router.post("/leaves", response={201: LeaveOut})
@needs("leave", "create")
def create(request: StaffRequest, data: LeaveRequestIn) -> Status[Leave]:
    """Ask for leave; whoever has to decide is asked."""
    span = Span(data.start, data.end, data.starts_at_noon, data.ends_at_noon)
    new = NewLeave(data.type_id, span, data.reason, data.cover_id)
    return Status(201, leave_requests.ask(by=api_actor(request), client_id=data.client_id, new=new))


@router.get("/leaves/balances", response=list[BalanceOut])
@needs("leave", "create")
def balances(request: StaffRequest, year: int | None = None) -> list[BalanceOut]:
    """What the caller has left of a year, of this one without."""
    wanted = year if year is not None and 2000 <= year <= 2100 else None
    found = wanted or request.company.today(timezone.now()).year
    held = queries.balances([request.user], found, kinds=queries.types())[request.user.pk]
    return [
        BalanceOut(
            type_id=one.type.pk,
            name=one.type.name,
            used_halves=one.used,
            left_halves=one.left if one.is_limited else None,
        )
        for one in held
    ]


@router.get("/leaves/{pk}", response=LeaveOut)
@needs("leave", "view")
def read(request: StaffRequest, pk: int) -> Leave:
    """One request that the caller may see."""
    return get_object_or_404(Leave.objects.visible_to(request.user), pk=pk)


@router.delete("/leaves/{pk}", response={204: None})
@needs("leave", "view")
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it back: the own one before it begins, any for who manages leave."""
    row = get_object_or_404(Leave.objects.visible_to(request.user), pk=pk)
    leave_requests.withdraw(by=api_actor(request), leave=row)
    return HttpResponse(status=204)
