"""Exports over the API: a wish in, its state, the file."""

import uuid
from typing import Any
from urllib.parse import parse_qsl

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.approvals.models import Request
from zhuixiao.files.api import address_of
from zhuixiao.kit.models import Job
from zhuixiao.kit.typed import Id

from ..exporting import jobs
from ..exporting.wishes import Format, Wish
from ..queries.guarding import EXPORT_JOB

router = Router(tags=["exports"])
_MOST_IDS = 5000


class ExportIn(Schema):
    """`query` is an address of the table ("view=all&stage=3"), `ids` a selection instead.

    The format "person" is a copy for one person: a contact (its customer in `ids`, and
    `contact_id`), or a customer who is a person."""

    query: str = "view=all"
    ids: list[Id] = []
    columns: list[str] = []
    with_contacts: bool = False
    format: Format = Format.XLSX
    contact_id: Id = 0


class ExportOut(Schema):
    """`state`: queued, running, done, failed, cancelled; `url` is there when it is done. While
    somebody must agree it is "approval", `approval_id` says to what, and there is no `id` yet."""

    id: uuid.UUID | None
    approval_id: int | None = None
    state: str
    done: int
    total: int
    rows: int | None
    file_id: uuid.UUID | None
    url: str | None
    error: str


@router.post("/exports", response={202: ExportOut})
@needs("customers", "export")
def create(request: StaffRequest, data: ExportIn) -> Status[dict[str, Any]]:
    """Begin an export as a job; it is logged, and its file lives for a day unless set otherwise."""
    wish = Wish(
        params=dict(parse_qsl(data.query[:16_000], keep_blank_values=True)),
        ids=sorted(set(data.ids[:_MOST_IDS])),
        columns=data.columns,
        with_contacts=data.with_contacts,
        format=data.format,
        contact_id=data.contact_id,
    )
    begun = jobs.start(by=api_actor(request), wish=wish)
    if isinstance(begun, Request):
        return Status(202, _WAITING | {"approval_id": begun.pk})
    begun.refresh_from_db()
    return Status(202, _out(begun))


@router.get("/exports/{pk}", response=ExportOut)
@needs("customers", "export")
def read(request: StaffRequest, pk: uuid.UUID) -> dict[str, Any]:
    """How far an own export is."""
    rows = Job.objects.of_person(request.user.pk).filter(kind=EXPORT_JOB)
    return _out(get_object_or_404(rows, pk=pk))


_WAITING: dict[str, Any] = {
    "id": None,
    "state": "approval",
    "done": 0,
    "total": 0,
    "rows": None,
    "file_id": None,
    "url": None,
    "error": "",
}


def _out(job: Job) -> dict[str, Any]:
    file_id = job.result.get("file")
    return {
        "id": job.pk,
        "state": job.state,
        "done": job.progress_done,
        "total": job.progress_total,
        "rows": job.result.get("rows"),
        "file_id": file_id,
        "url": address_of(file_id) if file_id else None,
        "error": job.error,
    }
