"""Imports as background jobs; importing this module registers them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.sheets import SheetError
from zhuixiao.notices.actions import notify

from ..choices import BatchState
from ..models import ImportBatch, RejectedRow
from . import engine, owners, results, undo
from .batches import FILE, path_of

NOTICE = "customers.import"


@jobs.register("customers.import_check")
def check(job: jobs.Running) -> dict[str, Any]:
    """The dry run; its counts stand on the batch."""
    return check_batch(_batch(job), progress=job.progress, now=job.now)


@jobs.register("customers.import_run", retries=2, exclusive="customers.import")
def run(job: jobs.Running) -> dict[str, Any]:
    """The import; killed, it goes on behind the last chunk that was committed."""
    batch = _batch(job)
    import_batch(batch, progress=job.progress, now=job.now)
    notify(
        to=[batch.created_by_id],
        kind=NOTICE,
        text=gettext_noop("Import of %(name)s: %(created)d new, %(rejected)d rows not taken"),
        params={
            "name": batch.file_name,
            "created": batch.created_count,
            "rejected": batch.rejected_count,
        },
        url=f"/customers/import/{batch.pk}/",
        at=job.now,
    )
    return {"created": batch.created_count, "rejected": batch.rejected_count}


@jobs.register("customers.import_undo", retries=2, exclusive="customers.import")
def take_back(job: jobs.Running) -> dict[str, Any]:
    """The undo of a whole import."""
    batch = _batch(job)
    undo.run(by=_actor(batch, at=job.now), batch=batch, progress=job.progress)
    return dict(batch.options["undo"], names=[])


def sweep(job: jobs.Running, before: datetime) -> int:
    """Remove files and refused rows of imports of before an instant: they hold personal data. The
    counts and the reasons stay."""
    rows = list(StoredFile.objects.filter(kind=FILE, created_at__lt=before))
    for row in rows:
        job.check_cancelled()
        row.delete()
        disk.remove(row.stored)
    RejectedRow.objects.filter(batch__created_at__lt=before).exclude(cells=[]).update(cells=[])
    return len(rows)


def check_batch(batch: ImportBatch, *, progress: engine.Progress, now: datetime) -> dict[str, Any]:
    """Try the import without writing customers; the batch is then ready to run."""
    by = _actor(batch, at=now)
    try:
        counts = engine.dry_run(by=by, batch=batch, path=path_of(batch), progress=progress)
    except SheetError as error:
        raise RuleError(str(error)) from error
    batch.refresh_from_db()
    batch.row_count = counts.total
    batch.options["check"] = {
        "created": counts.created,
        "updated": counts.updated,
        "skipped": counts.skipped,
        "rejected": counts.rejected,
        "options": [list(pair) for pair in counts.options[:100]],
    }
    batch.state = BatchState.CHECKED
    batch.save(update_fields=["row_count", "options", "state"])
    return {"rows": counts.total}


def import_batch(batch: ImportBatch, *, progress: engine.Progress, now: datetime) -> None:
    """Import a running batch to its end. The command line calls this without a job."""
    begun = datetime.fromisoformat(batch.options["at"])
    by = _actor(batch, at=begun)
    try:
        engine.run(by=by, batch=batch, path=path_of(batch), progress=progress)
    except SheetError as error:
        raise RuleError(str(error)) from error
    with transaction.atomic():
        running = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING)
        # A job that is killed after this and begins anew tells nobody twice.
        if running.update(state=BatchState.DONE, finished_at=now):
            owners.tell_receivers(by=replace(by, at=now), batch=batch)
    batch.refresh_from_db()
    results.store(by=by, batch=batch)


def _batch(job: jobs.Running) -> ImportBatch:
    return ImportBatch.objects.select_related("file", "created_by").get(pk=job.payload["batch"])


def _actor(batch: ImportBatch, *, at: datetime) -> Actor:
    """Who imports; asked anew, so that a right that was taken away meanwhile stops the job."""
    employee = Employee.objects.with_access().get(pk=batch.created_by_id)
    employee.access.check("customers", "import")
    return Actor.of(employee, at=at, via=Via.IMPORT)
