"""Planned contacts over the API."""

from datetime import date

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import planning
from ..models import FollowUp

router = Router(tags=["activities"])


class FollowUpChangeIn(Schema):
    """Without `note` it stays as it is."""

    on: date
    note: str | None = None


class FollowUpIn(Schema):
    customer_id: Id
    on: date
    note: str = ""


class FollowUpOut(Schema):
    id: int
    customer_id: int
    employee_id: int
    on: date
    note: str
    state: str


class FollowUpsOut(Schema):
    items: list[FollowUpOut]
    next: str


@router.get("/follow-ups", response=FollowUpsOut)
@needs("activities", "view")
def index(
    request: StaffRequest,
    until: date | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[FollowUp]:
    """The own open planned contacts, the most overdue first."""
    rows = FollowUp.objects.visible_to(request.user).open().filter(employee=request.user)
    if until is not None:
        rows = rows.filter(on__lte=until)
    return paging.after(cursor, rows, by="on", limit=limit)


@router.post("/follow-ups", response={201: FollowUpOut})
@needs("activities", "create")
def create(request: StaffRequest, data: FollowUpIn) -> Status[FollowUp]:
    """Plan the own next contact with a customer."""
    return Status(201, planning.plan(by=api_actor(request), **data.dict()))


@router.get("/follow-ups/{pk}", response=FollowUpOut)
@needs("activities", "view")
def read(request: StaffRequest, pk: int) -> FollowUp:
    """One planned contact, open, done or cancelled."""
    return _visible(request, pk)


@router.put("/follow-ups/{pk}", response=FollowUpOut)
@needs("activities", "edit")
def move(request: StaffRequest, pk: int, data: FollowUpChangeIn) -> FollowUp:
    """Put an open contact on another day. It is done by the action record that keeps it."""
    plan = _visible(request, pk)
    return planning.move(by=api_actor(request), follow_up=plan, on=data.on, note=data.note)


@router.delete("/follow-ups/{pk}", response=FollowUpOut)
@needs("activities", "edit")
def cancel(request: StaffRequest, pk: int) -> FollowUp:
    """Close an open contact without it having taken place."""
    return planning.cancel(by=api_actor(request), follow_up=_visible(request, pk))


def _visible(request: StaffRequest, pk: int) -> FollowUp:
    return get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
