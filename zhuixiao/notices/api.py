"""What a person was told, and the person's jobs, over the API."""

import uuid
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from zhuixiao.accounts.bearer import needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.models import Job
from zhuixiao.kit.typed import Id

from .models import Notice
from .queries import jobs_visible_to

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
