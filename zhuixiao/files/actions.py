"""Taking a file in, and hanging it on a record."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, BinaryIO, TypeAlias, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError

from . import contents, disk, images
from .choices import IMAGES, FileType
from .models import StoredFile

Upload: TypeAlias = "UploadedFile[Any]"
_MEGABYTE = 1024 * 1024


def store(
    *,
    by: Actor,
    upload: Upload,
    kind: str = "",
    record_id: int = 0,
    longest: int = images.LONGEST_SIDE,
) -> StoredFile:
    """Check an upload, keep it on the disk, and write its row.

    Without `kind` it waits for `attach` and only its uploader sees it. With `kind` and `record_id`
    it hangs on that record at once: the caller has checked that the person may change the record.
    A picture whose longer side has more than `longest` pixels is made smaller.
    Raises RuleError for what is too large, damaged, or of a type that is not taken.
    """
    name = upload.name or ""
    if (upload.size or 0) > settings.FILES_MAX_BYTES:
        most = settings.FILES_MAX_BYTES // _MEGABYTE
        raise RuleError(
            _("The file is too large. The limit is %(most)d MB.") % {"most": most}, field="file"
        )
    content = cast("BinaryIO", upload.file)
    file_type = contents.type_of(content, name)
    if file_type is None:
        raise RuleError(
            _("This type of file is not taken. Take a picture, PDF, Office file, text or audio."),
            field="file",
        )
    row = _write(upload, file_type, longest)
    row.name = contents.clean_name(name, file_type)
    row.kind, row.record_id = kind, record_id
    row.uploaded_by, row.created_at = by.employee, by.at
    with transaction.atomic():
        row.save(force_insert=True)
        if kind:
            _tell_audit(by, row)
    return row


def keep(
    *,
    by: Actor,
    name: str,
    chunks: Iterable[bytes],
    kind: str,
    record_id: int,
    file_type: FileType = FileType.DATA,
) -> StoredFile:
    """Keep a file that the program made, or that the caller reads and checks by itself.

    `name` is a whole file name. Call it inside the transaction that writes the record. The audit
    log is the caller's: it knows what the file is.
    """
    digest = hashlib.sha256()
    stored = disk.write(_digested(chunks, digest))
    row = StoredFile(
        name=contents.clean_name(name, file_type, keep_ending=True),
        stored=stored,
        type=file_type,
        size=disk.path_of(stored).stat().st_size,
        sha256=digest.hexdigest(),
        kind=kind,
        record_id=record_id,
        uploaded_by=by.employee,
        created_at=by.at,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def attach(
    *, by: Actor, file_ids: Iterable[uuid.UUID | str], kind: str, record_id: int
) -> list[StoredFile]:
    """Hang the person's own waiting uploads on a record that the caller has checked.

    Attaching again to the same record changes nothing. Raises RuleError when one of the files is
    not there, is somebody else's, or hangs on another record.
    """
    wanted = {_as_id(file_id) for file_id in file_ids}
    mine = StoredFile.objects.filter(pk__in=wanted, uploaded_by=by.employee)
    fresh = list(mine.waiting().values_list("pk", flat=True))
    mine.waiting().update(kind=kind, record_id=record_id)
    rows = list(mine.of_record(kind, record_id))
    if len(rows) != len(wanted):
        raise RuleError(_("An uploaded file is gone. Upload it again."), field="file")
    for row in rows:
        if row.pk in fresh:
            _tell_audit(by, row)
    return rows


def _write(upload: Upload, file_type: FileType, longest: int) -> StoredFile:
    """Put the content on the disk; a picture is drawn anew first."""
    if file_type in IMAGES:
        picture = images.redraw(cast("BinaryIO", upload.file), file_type, longest)
        stored = disk.write([picture.data], thumb=picture.thumb)
        digest, size = hashlib.sha256(picture.data), len(picture.data)
        width, height = picture.width, picture.height
    else:
        upload.seek(0)
        digest, width, height = hashlib.sha256(), 0, 0
        stored = disk.write(_counted(upload, digest))
        size = disk.path_of(stored).stat().st_size
    return StoredFile(
        stored=stored,
        type=file_type,
        size=size,
        sha256=digest.hexdigest(),
        width=width,
        height=height,
    )


def _counted(upload: Upload, digest: "hashlib._Hash") -> Iterable[bytes]:
    return _digested(upload.chunks(), digest)


def _digested(chunks: Iterable[bytes], digest: "hashlib._Hash") -> Iterable[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _as_id(file_id: uuid.UUID | str) -> uuid.UUID:
    try:
        return file_id if isinstance(file_id, uuid.UUID) else uuid.UUID(file_id)
    except ValueError as error:
        raise RuleError(_("An uploaded file is gone. Upload it again."), field="file") from error


def _tell_audit(by: Actor, row: StoredFile) -> None:
    audit.write(by=by, action="attach", kind=row.kind, record_id=row.record_id, label=row.name)
