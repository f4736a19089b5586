"""Imports over the API: a file in, its state, taking it back."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.files.api import multipart
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.typed import Id

from ..importing import arranging, batches, undo
from ..importing.settings import OnDuplicate, Settings
from ..models import ImportBatch

router = Router(tags=["imports"])

FORM = multipart(
    sheet="The sheet; the fullest one without it.",
    header_row="The row of the header counted from 1, 0 for none; found without it.",
    mapping='JSON {"header or number of the column from 0": "field key"}; guessed without it.',
    owner='Who gets rows that name no owner: "me", "none", a log-in name or phone, or "rules" '
    "(whom the assignment rules say, else the caller).",
    pool="Name of the pool they go into instead.",
    on_duplicate="skip, fill, update or create.",
    create_missing="true creates missing options.",
    dry_run="true only checks; POST /imports/{pk}/start then starts it.",
)


class ImportOut(Schema):
    """`state`: draft, checked, running, done, undone, failed; `job_id` is followed by GET /jobs."""

    id: int
    file_name: str
    state: str
    job_id: uuid.UUID | None
    mapping: dict[str, str]
    row_count: int
    created_count: int
    updated_count: int
    skipped_count: int
    rejected_count: int
    rejected_file_id: str | None
    created_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_rejected_file_id(batch: ImportBatch) -> str | None:
        found: str | None = batch.options.get("rejected_file")
        return found


@router.get("/imports", response=list[ImportOut])
@needs("customers", "import")
def index(request: StaffRequest, before: Id | None = None) -> list[ImportBatch]:
    """The own imports, newest first; the next page begins `before` the last id."""
    rows = ImportBatch.objects.filter(created_by=request.user)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:100])


@router.post("/imports", response={202: ImportOut}, openapi_extra=FORM)
@needs("customers", "import")
def create(request: StaffRequest) -> Status[ImportBatch]:
    """Take a file in and start the import, or with `dry_run` its check, as a job."""
    by, asked = api_actor(request), request.POST
    sent = request.FILES.get("file")
    if sent is None or not sent.name:
        raise RuleError(_("Choose a file first."), field="file")
    batch = arranging.arrange(
        by=by,
        name=sent.name,
        chunks=sent.chunks(),
        sheet=asked.get("sheet", ""),
        header_row=_number("header_row", asked.get("header_row", "")),
        mapping=_mapping(asked.get("mapping", "")),
        settings=_settings(request),
    )
    if _flag(asked.get("dry_run", "")):
        batches.start_check(by=by, batch=batch)
    else:
        batches.start(by=by, batch=batch, unchecked=True)
    return Status(202, _one(request, batch.pk))


@router.get("/imports/{pk}", response=ImportOut)
@needs("customers", "import")
def read(request: StaffRequest, pk: int) -> ImportBatch:
    """How far an import is and what became of its rows."""
    return _one(request, pk)


@router.post("/imports/{pk}/start", response={202: ImportOut})
@needs("customers", "import")
def start(request: StaffRequest, pk: int) -> Status[ImportBatch]:
    """Start an import that was checked, or go on with one that was stopped."""
    batches.start(by=api_actor(request), batch=_one(request, pk))
    return Status(202, _one(request, pk))


@router.post("/imports/{pk}/undoing", response={202: ImportOut})
@needs("customers", "import")
def take_back(request: StaffRequest, pk: int) -> Status[ImportBatch]:
    """Take an import back, as far as nobody has worked on its customers since."""
    undo.start(by=api_actor(request), batch=_one(request, pk))
    return Status(202, _one(request, pk))


def _one(request: StaffRequest, pk: int) -> ImportBatch:
    rows = ImportBatch.objects.select_related("file", "created_by")
    return get_object_or_404(rows, pk=pk, created_by=request.user)


def _settings(request: StaffRequest) -> Settings:
    asked = request.POST
    wanted = asked.get("on_duplicate") or OnDuplicate.SKIP
    if wanted not in set(OnDuplicate):
        raise Invalid({"on_duplicate": ", ".join(OnDuplicate)})
    return Settings(
        owner=arranging.owner_of(asked.get("owner", ""), request.user, pool=asked.get("pool", "")),
        on_duplicate=OnDuplicate(wanted),
        create_missing=_flag(asked.get("create_missing", "")),
    )


def _mapping(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid({"mapping": "JSON"}) from error
    if not isinstance(given, dict):
        raise Invalid({"mapping": "JSON"})
    return given


def _number(name: str, text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Invalid({name: _("Please enter a number.")})
    return int(text) if text else None


def _flag(text: str) -> bool:
    return text.casefold() in {"1", "true", "yes", "on"}
