"""Files over the API: upload one, read what it is, fetch it."""

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.errors import RuleError

from . import access, actions
from .models import StoredFile
from .views.downloads import answer

router = Router(tags=["files"])


class FileOut(Schema):
    """`url` gives the content to who may see the record that the file hangs on."""

    id: uuid.UUID
    name: str
    type: str
    size: int
    sha256: str
    created_at: datetime
    url: str

    @staticmethod
    def resolve_url(file: StoredFile) -> str:
        return address_of(file.pk)


def multipart(**fields: str) -> dict[str, Any]:
    """For `openapi_extra`: a body with the field `file` and these texts.

    The operation reads them by itself, so that a refusal comes before any look at the body.
    """
    texts = {name: {"type": "string", "description": text} for name, text in fields.items()}
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}, **texts},
    }
    return {"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}}


def address_of(file_id: uuid.UUID | str) -> str:
    """Where a token fetches the content."""
    return reverse("api:file-content", args=[file_id])


@router.post("/files", response={201: FileOut}, openapi_extra=multipart())
@needs("", "")
def upload(request: StaffRequest) -> Status[StoredFile]:
    """Upload a file; it waits, visible to nobody else, until a record takes its id."""
    sent = request.FILES.get("file")
    if sent is None:
        raise RuleError(_("Choose a file first."), field="file")
    return Status(201, actions.store(by=api_actor(request), upload=sent))


@router.get("/files/{pk}", response=FileOut)
@needs("", "")
def read(request: StaffRequest, pk: uuid.UUID) -> StoredFile:
    """What the file is."""
    return _visible(request, pk)


@router.get("/files/{pk}/content", url_name="file-content")
@needs("", "")
def content(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The file itself."""
    file = _visible(request, pk)
    return answer(file, place="attachment")


def _visible(request: StaffRequest, pk: uuid.UUID) -> StoredFile:
    file = access.find(request.user, pk)
    if file is None:
        raise Http404
    return file
