"""Imports of orders, payments and opportunities as background jobs: importing this registers them.

The payload of a job is the whole import, so a look at what it would do and the import itself are
the same job, and an import that was killed begins anew: what is in already is found again.
"""

import json
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.files import access, disk
from zhuixiao.files import actions as files
from zhuixiao.files.choices import FileType
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job
from zhuixiao.notices.actions import notify

from . import columns, running, source
from .kinds import Kind
from .setup import Setup
from .source import Look

KIND = NOTICE = "sales.import"
FILE = "sales_import"
_PIECE = 256 * 1024
_LABELS = {
    Kind.ORDERS: gettext_noop("Import of orders: %(name)s"),
    Kind.PAYMENTS: gettext_noop("Import of payments: %(name)s"),
    Kind.OPPORTUNITIES: gettext_noop("Import of opportunities: %(name)s"),
}


@transaction.atomic
def take_in(*, by: Actor, kind: Kind, name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Keep a file until it is imported; it is its owner's alone. Raises NotAllowed."""
    by.employee.access.check(kind.module, "import")
    return files.keep(by=by, name=name, chunks=chunks, kind=FILE, record_id=by.employee.pk)


def file_of(person: Employee, text: str) -> StoredFile:
    """A file that this person took in. Raises RuleError for one that is gone."""
    try:
        found = access.find(person, uuid.UUID(text))
    except ValueError:
        found = None
    if found is None or found.kind != FILE:
        raise RuleError(_("An uploaded file is gone. Upload it again."), field="file")
    return found


def look(kind: Kind, file: StoredFile, setup: Setup) -> Look:
    """The columns of a file that was taken in. Raises RuleError."""
    path = disk.path_of(file.stored)
    return source.look(kind, path, sheet=setup.sheet, header_row=setup.header_row)


@transaction.atomic
def start(*, by: Actor, kind: Kind, file: StoredFile, setup: Setup, is_dry: bool) -> Job:
    """Begin the import, or a look at what it would do. Raises NotAllowed, RuleError."""
    setup.check(kind, by.employee)
    columns.check(kind, setup.by_index, by.employee.access)
    return jobs.enqueue(
        KIND,
        payload={
            "kind": kind.value,
            "file": str(file.pk),
            "name": file.name,
            "setup": setup.as_json(),
            "dry": is_dry,
        },
        by_id=by.employee.pk,
        label=_LABELS[kind],
        label_params={"name": file.name},
        key=_key(file, setup if is_dry else None),
    )


@jobs.register(KIND, retries=2, exclusive=KIND)
def carry_out(job: jobs.Running) -> dict[str, Any]:
    """The counts of the outcome, with the id of the table of refused rows."""
    kind, is_dry = Kind(job.payload["kind"]), bool(job.payload["dry"])
    person = Employee.objects.with_access().get(pk=job.created_by_id)
    by = Actor.of(person, at=job.now, via=Via.IMPORT)
    file = file_of(person, job.payload["file"])
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.xlsx"
        outcome = running.run(
            by=by,
            kind=kind,
            path=disk.path_of(file.stored),
            name=file.name,
            setup=Setup.of(job.payload["setup"]),
            progress=job.progress,
            is_dry=is_dry,
            table=table,
        )
        result = outcome.as_json() | {"table": ""}
        if table.exists():
            result["table"] = str(_kept(by, file.name, table).pk)
    if not is_dry:
        _tell(by, kind, job, result)
    return result


def of_person(person: Employee, kind: Kind) -> Iterable[Job]:
    """The imports of a kind that this person began, newest first; looks are left out."""
    rows = Job.objects.of_person(person.pk).filter(kind=KIND, payload__kind=kind.value)
    return rows.filter(payload__dry=False).order_by("-created_at")[:20]


def find(person: Employee, kind: Kind, text: str) -> Job | None:
    """A job of this person's own."""
    try:
        pk = uuid.UUID(text)
    except ValueError:
        return None
    rows = Job.objects.of_person(person.pk).filter(kind=KIND, payload__kind=kind.value)
    return rows.filter(pk=pk).first()


def setup_of(person: Employee, kind: Kind, file: StoredFile) -> Mapping[str, Any]:
    """How this person last looked at or imported this very file; nothing before that."""
    rows = Job.objects.of_person(person.pk).filter(kind=KIND, payload__kind=kind.value)
    job = rows.filter(payload__file=str(file.pk)).order_by("-created_at").first()
    return job.payload["setup"] if job else {}


def last_setup(person: Employee, kind: Kind, names: list[str]) -> Mapping[str, Any]:
    """How this person imported the last file of this kind; it fits where the columns fit."""
    for job in of_person(person, kind):
        held: Mapping[str, Any] = job.payload["setup"]
        if all(int(index) < len(names) for index in held["columns"]):
            return held
    return {}


def sweep(job: jobs.Running, before: datetime) -> int:
    """Remove files of imports of before an instant: they hold personal data."""
    rows = list(StoredFile.objects.filter(kind=FILE, created_at__lt=before))
    for row in rows:
        job.check_cancelled()
        row.delete()
        disk.remove(row.stored)
    return len(rows)


def _key(file: StoredFile, looked_at: Setup | None) -> str:
    """A file is imported once at a time; of looks, one for each way to look."""
    if looked_at is None:
        return f"{KIND}:{file.pk}"
    way = json.dumps(looked_at.as_json(), sort_keys=True).encode()
    return f"{KIND}:{file.pk}:{blake2b(way, digest_size=8).hexdigest()}"


@transaction.atomic
def _kept(by: Actor, name: str, table: Path) -> StoredFile:
    stem = name.rpartition(".")[0] or name
    return files.keep(
        by=by,
        name=_("%(name)s - rows not taken.xlsx") % {"name": stem[:60]},
        chunks=_pieces(table),
        kind=FILE,
        record_id=by.employee.pk,
        file_type=FileType.XLSX,
    )


@transaction.atomic
def _tell(by: Actor, kind: Kind, job: jobs.Running, result: Mapping[str, Any]) -> None:
    try:
        url = f"{reverse(kind.import_url)}?job={job.id}"
    except NoReverseMatch:
        url = ""
    notify(
        to=[by.employee.pk],
        kind=NOTICE,
        text=gettext_noop("Import of %(name)s: %(created)d new, %(refused)d rows not taken"),
        params={
            "name": job.payload["name"],
            "created": result["created"],
            "refused": result["refused"],
        },
        url=url,
        at=by.at,
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
