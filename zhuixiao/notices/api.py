"""What a person was told and has told regularly, and the person's jobs, over the API."""

import uuid
from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.models import Job
from zhuixiao.kit.periods import PeriodKind
from zhuixiao.kit.typed import Clock, Id

from . import sources
from .actions import subscribing
from .choices import Channel
from .models import Notice, Subscription
from .queries import jobs_visible_to
from .queries.subscriptions import robots_for

router = Router(tags=["notices"])
MOST = 100


class NoticeOut(Schema):
    id: int
    kind: str
    message: str
    url: str
    customer_id: int | None
    created_at: datetime
    read_at: datetime | None

    @staticmethod
    def resolve_customer_id(notice: Notice) -> int | None:
        return notice.customer_id or None


class CountOut(Schema):
    count: int


class JobOut(Schema):
    """`state`: queued, running, done, failed, cancelled. `result` is what the kind of job gives."""

    id: uuid.UUID
    kind: str
    title: str
    state: str
    done: int
    total: int
    result: dict[str, Any]
    error: str
    created_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_done(job: Job) -> int:
        return job.progress_done

    @staticmethod
    def resolve_total(job: Job) -> int:
        return job.progress_total


class SubjectOut(Schema):
    key: str
    name: str


class SourceOut(Schema):
    """What can be subscribed to: `key` and one of `subjects` and `periods` go into a
    subscription."""

    key: str
    name: str
    subjects: list[SubjectOut]
    periods: list[str]


class SubscriptionIn(Schema):
    """`at` is a time of the company's day, until 23:30; `subject` is one of the source's.
    `robot_id` goes with the channel robot."""

    source: str
    subject: str = ""
    period: PeriodKind
    at: Clock = time(8)
    channel: Channel = Channel.NOTICE
    robot_id: Id | None = None


class SwitchIn(Schema):
    is_on: bool


class SubscriptionOut(Schema):
    """`is_on` false while it is paused."""

    id: int
    source: str
    subject: str
    period: str
    at: time
    channel: str
    robot_id: int | None
    is_on: bool


@router.get("/notices", response=list[NoticeOut])
@needs("", "")
def index(
    request: StaffRequest,
    unread: bool = False,  # noqa: FBT001, FBT002
    before: Id | None = None,
) -> list[Notice]:
    """The own notices, newest first; the next page begins `before` the last id."""
    rows = Notice.objects.visible_to(request.user)
    if unread:
        rows = rows.unread()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:MOST])


@router.post("/notices/reading", response=CountOut)
@needs("", "")
def read_all(request: StaffRequest) -> dict[str, int]:
    """Mark everything read; how many were unread."""
    return {"count": Notice.objects.visible_to(request.user).mark_read(timezone.now())}


@router.post("/notices/{pk}/reading", response=NoticeOut)
@needs("", "")
def read(request: StaffRequest, pk: int) -> Notice:
    """Mark one notice read."""
    mine = Notice.objects.visible_to(request.user)
    notice = get_object_or_404(mine, pk=pk)
    mine.filter(pk=pk).mark_read(timezone.now())
    notice.refresh_from_db()
    return notice


@router.get("/jobs", response=list[JobOut])
@needs("", "")
def jobs(request: StaffRequest) -> list[Job]:
    """The own jobs, newest first."""
    return list(Job.objects.of_person(request.user.pk).order_by("-created_at")[:MOST])


@router.get("/jobs/{pk}", response=JobOut)
@needs("", "")
def job(request: StaffRequest, pk: uuid.UUID) -> Job:
    """How far a job is, and what came of it."""
    return get_object_or_404(jobs_visible_to(request.user), pk=pk)


@router.get("/subscriptions/sources", response=list[SourceOut])
@needs("", "")
def subscription_sources(request: StaffRequest) -> list[dict[str, object]]:
    """What the caller may have told, and of whom or what."""
    return [_source(row, row.labels(request.user)) for row in sources.open_to(request.user)]


@router.get("/subscriptions", response=list[SubscriptionOut])
@needs("", "")
def subscriptions(request: StaffRequest) -> list[Subscription]:
    """The own subscriptions, oldest first."""
    return list(Subscription.objects.visible_to(request.user).order_by("pk"))


@router.post("/subscriptions", response={201: SubscriptionOut})
@needs("", "")
def subscribe(request: StaffRequest, body: SubscriptionIn) -> Status[Subscription]:
    """Have it told from the next time on."""
    values = body.dict(exclude={"robot_id"})
    robot = robots_for(request.user).filter(pk=body.robot_id or 0).first()
    return Status(201, subscribing.subscribe(by=api_actor(request), robot=robot, **values))


@router.patch("/subscriptions/{pk}", response=SubscriptionOut)
@needs("", "")
def switch_subscription(request: StaffRequest, pk: int, body: SwitchIn) -> Subscription:
    """Pause it, or let it go on from now."""
    row = _mine(request, pk)
    subscribing.switch(by=api_actor(request), subscription=row, is_on=body.is_on)
    return row


@router.delete("/subscriptions/{pk}", response={204: None})
@needs("", "")
def give_up_subscription(request: StaffRequest, pk: int) -> HttpResponse:
    """End it."""
    subscribing.give_up(by=api_actor(request), subscription=_mine(request, pk))
    return HttpResponse(status=204)


def _mine(request: StaffRequest, pk: int) -> Subscription:
    rows = Subscription.objects.visible_to(request.user).select_related("robot")
    return get_object_or_404(rows, pk=pk)


def _source(row: sources.Source, labels: dict[str, str]) -> dict[str, object]:
    return {
        "key": row.key,
        "name": str(row.label),
        "subjects": [{"key": key, "name": name} for key, name in labels.items()],
        "periods": [kind.value for kind in row.periods],
    }
