"""Files of a customer over the API."""

import uuid

from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.files import actions as files
from zhuixiao.files.api import FileOut
from zhuixiao.files.models import StoredFile

from ..queries.collaborators import check_right
from .customers import visible

router = Router(tags=["customers"])
KIND = "customer"


class FilesIn(Schema):
    file_ids: list[uuid.UUID]


@router.get("/customers/{pk}/files", response=list[FileOut])
@needs("customers", "view")
def index(request: StaffRequest, pk: int) -> list[StoredFile]:
    """The files of a customer, oldest first."""
    return list(StoredFile.objects.of_record(KIND, visible(request, pk).pk))


@router.post("/customers/{pk}/files", response={201: list[FileOut]})
@needs("customers", "edit")
def attach(request: StaffRequest, pk: int, data: FilesIn) -> Status[list[StoredFile]]:
    """Hang own uploads (POST /files) on a customer."""
    customer = visible(request, pk)
    check_right(request.user, customer.pk)
    rows = files.attach(
        by=api_actor(request), file_ids=data.file_ids, kind=KIND, record_id=customer.pk
    )
    return Status(201, rows)
