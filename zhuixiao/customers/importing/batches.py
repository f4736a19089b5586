"""The steps of an import: upload, sheet and header, columns, settings, dry run, run."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.files import actions as files
from zhuixiao.files import disk
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import HeaderGuess, SheetError

from ..choices import BatchState
from ..models import ImportBatch
from . import mapping, sources, targets
from .drafts import plain
from .settings import Settings

FILE = "import"
# Rows shown while the person looks for the header, and values shown beside a column.
PREVIEW, SAMPLES = 20, 5
_LONGEST_SHOWN = 120


@transaction.atomic
def begin(*, by: Actor, name: str, chunks: Iterable[bytes]) -> ImportBatch:
    """Take a file in and find its sheet and header.

    Raises NotAllowed, and RuleError with the reason for a file that cannot be read.
    """
    by.employee.access.check("customers", "import")
    batch = ImportBatch.objects.create(
        file_name=name[:200], created_by=by.employee, created_at=by.at
    )
    file = files.keep(by=by, name=name, chunks=chunks, kind=FILE, record_id=batch.pk)
    batch.file = file
    try:
        with sources.open_source(disk.path_of(file.stored)) as book:
            batch.options = {"sheets": book.sheets, "encoding": book.encoding or ""}
            batch.sheet = _likeliest(book)
            _look(batch, book, guess=True)
    except SheetError as error:
        disk.remove(file.stored)
        raise RuleError(str(error), field="file") from error
    batch.save()
    audit.write(by=by, action="upload", kind="import", record_id=batch.pk, label=batch.file_name)
    return batch


@transaction.atomic
def choose_sheet(
    *, by: Actor, batch: ImportBatch, sheet: str, header_row: int | None, guess: bool = False
) -> ImportBatch:
    """Set sheet and header row (counted from 1, None for a file without); columns are guessed anew.

    `guess` looks for the header instead. Raises RuleError.
    """
    batch = _editable(by, batch)
    batch.sheet, batch.header_row = sheet, header_row
    try:
        with sources.open_source(path_of(batch)) as book:
            book.check(sheet)
            _look(batch, book, guess=guess)
    except SheetError as error:
        raise RuleError(str(error), field="sheet") from error
    batch.state = BatchState.DRAFT
    batch.save()
    return batch


@transaction.atomic
def choose_columns(*, by: Actor, batch: ImportBatch, columns: Mapping[int, str]) -> ImportBatch:
    """Say what the columns mean. Raises RuleError: something twice, no name anywhere."""
    batch = _editable(by, batch)
    known = {target.key: target for target in targets.for_person(by.employee.access)}
    names: Sequence[str] = batch.options["names"]
    seen: set[str] = set()
    for index, key in columns.items():
        if key not in known or not 0 <= index < len(names):
            raise RuleError(_("This field cannot be filled from a file."), field=f"column-{index}")
        if key in seen and not known[key].takes_many:
            raise RuleError(
                _("“%(field)s” is chosen for two columns. Keep one.") % {"field": known[key].label},
                field=f"column-{index}",
            )
        seen.add(key)
    if not seen & {"name", "contact.name"}:
        raise RuleError(_("Choose the column that holds the customer's name."))
    batch.mapping = {str(index): key for index, key in sorted(columns.items())}
    batch.state = BatchState.DRAFT
    batch.save()
    return batch


@transaction.atomic
def choose_settings(*, by: Actor, batch: ImportBatch, settings: Settings) -> ImportBatch:
    """Owner, duplicates, missing options. Raises RuleError for what is out of reach."""
    batch = _editable(by, batch)
    settings.check(by.employee)
    batch.options |= settings.as_json()
    batch.state = BatchState.DRAFT
    batch.save()
    return batch


@transaction.atomic
def start_check(*, by: Actor, batch: ImportBatch) -> Job:
    """Begin the dry run as a job; asked twice, it is one."""
    batch = _editable(by, batch)
    if not batch.mapping:
        raise RuleError(_("Say first what the columns mean."))
    job = jobs.enqueue(
        "customers.import_check",
        payload={"batch": batch.pk},
        by_id=by.employee.pk,
        label=gettext_noop("Check of %(name)s"),
        label_params={"name": batch.file_name},
        key=f"import-check-{batch.pk}",
    )
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DRAFT, job_id=job.pk)
    return job


@transaction.atomic
def start(*, by: Actor, batch: ImportBatch, unchecked: bool = False) -> Job:
    """Begin the import itself as a job, or go on with one that was stopped."""
    by.employee.access.check("customers", "import")
    prepare(by=by, batch=batch, unchecked=unchecked)
    job = jobs.enqueue(
        "customers.import_run",
        payload={"batch": batch.pk},
        by_id=by.employee.pk,
        label=gettext_noop("Import of %(name)s"),
        label_params={"name": batch.file_name},
        key=f"import-run-{batch.pk}",
    )
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    return job


@transaction.atomic
def prepare(*, by: Actor, batch: ImportBatch, unchecked: bool = False) -> None:
    """Turn a checked batch into a running one, once; a running one stays as it is.

    Command line and API may go without the check.
    """
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    begun = {"at": by.at.isoformat(), "first_audit": newest or 0}
    batch.refresh_from_db()
    # One conditional UPDATE: of two clicks the second finds nothing to do.
    ready = [BatchState.CHECKED, BatchState.DRAFT] if unchecked else [BatchState.CHECKED]
    if ImportBatch.objects.filter(pk=batch.pk, state__in=ready).update(
        state=BatchState.RUNNING, options=batch.options | begun
    ):
        batch.rejected.all().delete()
        mapping.remember(batch.options["shape"], mapping.indexes(batch.mapping))
        audit.write(by=by, action="start", kind="import", record_id=batch.pk, label=batch.file_name)
    batch.refresh_from_db()
    if batch.state != BatchState.RUNNING:
        raise RuleError(_("Check the file first."))


def path_of(batch: ImportBatch) -> Any:
    """Where the file lies. Raises RuleError when it was swept away meanwhile."""
    if batch.file is None or not disk.path_of(batch.file.stored).exists():
        raise RuleError(_("The file is no longer kept. Upload it again."))
    return disk.path_of(batch.file.stored)


def _editable(by: Actor, batch: ImportBatch) -> ImportBatch:
    by.employee.access.check("customers", "import")
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state not in {BatchState.DRAFT, BatchState.CHECKED}:
        raise RuleError(_("This import has begun; it can no longer be changed."))
    return batch


def _likeliest(book: Any) -> str:
    """The first sheet with a header in known words, else the first with rows: workbooks often
    begin with a cover or with instructions."""
    sheets: list[str] = book.sheets
    return max(sheets[:10], key=lambda sheet: _likeness(book, sheet), default="")


def _likeness(book: Any, sheet: str) -> tuple[int, bool]:
    rows = sources.first_rows(book, sheet)
    # Two known words are enough: a later sheet with more of them is no better.
    header = sources.header_of(rows)
    known = min(2, sources.known_words(header)) if _has_values(rows[header.data_start :]) else 0
    return known, sum(cell not in (None, "") for row in rows for cell in row) > 1


def _look(batch: ImportBatch, book: Any, *, guess: bool) -> None:
    """Keep what the pages show of the sheet, so that they need not open the file again."""
    rows = sources.first_rows(book, batch.sheet)
    if not _has_values(rows):
        raise RuleError(_("This sheet is empty. Choose another file or sheet."), field="file")
    header: HeaderGuess = (
        sources.header_of(rows) if guess else sources.header_at(rows, batch.header_row)
    )
    data = rows[header.data_start :]
    # A sheet that goes on behind the rows looked at may have its first customer there.
    if len(rows) < sources.LOOKED_AT and not _has_values(data):
        raise RuleError(
            _("There is no row below the header. Add the customers, or choose another file."),
            field="file",
        )
    known = targets.for_person(batch.created_by.access)
    found = mapping.remembered(header.shape, known) or mapping.guess(header.names, data, known)
    batch.header_row = None if header.row_index is None else header.row_index + 1
    batch.mapping = {str(index): key for index, key in found.items() if index < len(header.names)}
    batch.options |= {
        "shape": header.shape,
        "names": header.names,
        "preview": [_shown(row) for row in rows[:PREVIEW]],
        "samples": [_samples(data, column) for column in range(len(header.names))],
    }


def _has_values(rows: Sequence[Sequence[Any]]) -> bool:
    return any(cell not in (None, "") for row in rows for cell in row)


def _samples(rows: Sequence[Sequence[Any]], column: int) -> list[str]:
    values = [str(value) for row in rows for value in _shown(row)[column : column + 1]]
    return list(dict.fromkeys(value for value in values if value.strip()))[:SAMPLES]


def _shown(row: Sequence[Any]) -> list[Any]:
    return ["" if cell is None else str(cell)[:_LONGEST_SHOWN] for cell in plain(row)]
