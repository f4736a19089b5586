"""Action records and their comments over the API: the same actions as the pages."""

import uuid
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.typed import Id

from ..actions import commenting, editing, recording, trash
from ..actions.values import NewActivity
from ..models import Activity, Comment
from ..postings import ACTIVITY

router = Router(tags=["activities"])
MOST = 100


class ActivityIn(Schema):
    customer_id: int
    subject: str
    type_id: int
    at: datetime | None = None
    description: str = ""
    contact_id: int | None = None
    contact_name: str = ""
    executor_ids: list[Id] = []
    next_on: date | None = None
    next_note: str = ""
    file_ids: list[uuid.UUID] = []
    related_text: str = ""


class ActivityChangeIn(ActivityIn):
    version: int | None = None


class ActivityOut(Schema):
    id: int
    customer_id: int
    subject: str
    type_id: int
    at: datetime
    day: date
    description: str
    contact_id: int | None
    executor_id: int
    executor_ids: list[int]
    is_contact: bool
    is_verified: bool
    version: int

    @staticmethod
    def resolve_executor_ids(activity: Activity) -> list[int]:
        return [row.employee_id for row in activity.executor_rows.all()]


class CommentIn(Schema):
    text: str


class CommentOut(Schema):
    id: int
    employee_id: int
    text: str
    at: datetime


@router.get("/activities", response=list[ActivityOut])
@needs("activities", "view")
def index(
    request: StaffRequest,
    customer: int | None = None,
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
) -> list[Activity]:
    """Action records by id, newest first; the next page begins `before` the last id."""
    rows = Activity.objects.visible_to(request.user)
    given: dict[str, Any] = {
        "customer_id": customer,
        "day__gte": since,
        "day__lte": until,
        "pk__lt": before,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    return list(rows.with_people().order_by("-pk")[:MOST])


@router.post("/activities", response={201: ActivityOut})
@needs("activities", "create")
def create(request: StaffRequest, data: ActivityIn) -> Status[Activity]:
    """Log an action record."""
    row = recording.log(by=api_actor(request), new=NewActivity(**data.dict()))
    return Status(201, _visible(request, row.pk))


@router.get("/activities/{pk}", response=ActivityOut)
@needs("activities", "view")
def read(request: StaffRequest, pk: int) -> Activity:
    """One action record."""
    return _visible(request, pk)


@router.put("/activities/{pk}", response=ActivityOut)
@needs("activities", "edit")
def change(request: StaffRequest, pk: int, data: ActivityChangeIn) -> Activity:
    """Change an action record; 409 when somebody else changed the same fields."""
    values = data.dict()
    version = values.pop("version")
    editing.edit(
        by=api_actor(request),
        activity=_visible(request, pk),
        new=NewActivity(**values),
        version=version,
    )
    return _visible(request, pk)


@router.delete("/activities/{pk}", response={204: None})
@needs("activities", "delete")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an action record back; its numbers leave the ledger."""
    trash.delete(by=api_actor(request), activity=_visible(request, pk))
    return HttpResponse(status=204)


@router.get("/activities/{pk}/comments", response=list[CommentOut])
@needs("activities", "view")
def comments(request: StaffRequest, pk: int) -> list[Comment]:
    """Comments, oldest first."""
    return list(Comment.objects.of_record(ACTIVITY, _visible(request, pk).pk))


@router.post("/activities/{pk}/comments", response={201: CommentOut})
@needs("activities", "comment")
def comment(request: StaffRequest, pk: int, data: CommentIn) -> Status[Comment]:
    """Comment; people named with @ are told."""
    row = commenting.comment(
        by=api_actor(request), kind=ACTIVITY, record_id=_visible(request, pk).pk, text=data.text
    )
    return Status(201, row)


def _visible(request: StaffRequest, pk: int) -> Activity:
    rows = Activity.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, pk=pk)
