"""Taking a whole import back, as far as nobody has worked on it since."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job
from zhuixiao.ledger.actions import post_many

from .. import postings
from ..actions import editing, finding, ownership
from ..choices import BatchState
from ..models import Collaborator, Contact, Customer, ImportBatch, Merge, Registration

CHUNK = 500
# So many names of kept customers are shown.
SHOWN = 200
# Of what customers themselves hang on one: somebody let in, reported or merged it on purpose.
_USED: tuple[tuple[type[Model], str], ...] = (
    (Collaborator, "customer_id"),
    (Registration, "customer_id"),
    (Merge, "winner_id"),
)

Progress = Callable[[int, int], None]


@transaction.atomic
def start(*, by: Actor, batch: ImportBatch) -> Job:
    """Begin to take the import back, as a job. Raises RuleError while it still runs."""
    by.employee.access.check("customers", "import")
    if batch.state not in {BatchState.DONE, BatchState.RUNNING}:
        raise RuleError(_("There is nothing to undo."))
    if batch.job_id and Job.objects.open().filter(pk=batch.job_id).exists():
        raise RuleError(_("Wait until the import has ended, or cancel it."))
    job = jobs.enqueue(
        "customers.import_undo",
        payload={"batch": batch.pk},
        by_id=by.employee.pk,
        label=gettext_noop("Undoing the import of %(name)s"),
        label_params={"name": batch.file_name},
        key=f"import-undo-{batch.pk}",
    )
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    return job


def run(*, by: Actor, batch: ImportBatch, progress: Progress) -> None:
    """Remove untouched customers, take back changes of others; what was worked on is listed.

    Chunk by chunk, so that a killed undo goes on where it was.
    """
    kept: list[str] = []
    total = batch.created_count + batch.updated_count
    last = done = removed = restored = 0
    while ids := _next(batch, last):
        with transaction.atomic():
            ownership.locked(Customer.objects.filter(pk__in=ids).only("pk"))
            touched = _touched(batch, ids)
            _remove([pk for pk in ids if pk not in touched])
            rows = Customer.objects.filter(pk__in=touched, deleted_at=None)
            kept += rows.order_by("pk").values_list("name", flat=True)
        last, done = ids[-1], done + len(ids)
        removed += len(ids) - len(touched)
        progress(min(done, total), total)
    with transaction.atomic():
        restored, changed_since = _restore(by=by, batch=batch)
        _remove_contacts(batch)
        kept += changed_since
        batch.state, batch.undone_at = BatchState.UNDONE, by.at
        batch.options |= {
            "undo": {
                "removed": removed,
                "restored": restored,
                "kept": len(kept),
                "names": kept[:SHOWN],
            }
        }
        batch.save()
        audit.write(
            by=by,
            action="undo",
            kind="import",
            record_id=batch.pk,
            label=batch.file_name,
            changes={"removed": (0, removed), "restored": (0, restored), "kept": (0, len(kept))},
        )
    progress(total, total)


def _next(batch: ImportBatch, last: int) -> list[int]:
    rows = Customer.objects.filter(batch=batch, pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:CHUNK])


def _touched(batch: ImportBatch, ids: Sequence[int]) -> set[int]:
    """Customers that somebody worked on: edited, assigned, contacted, filled by other apps."""
    at = _begun(batch)
    own = _own_versions(batch, ids)
    rows = Customer.objects.filter(pk__in=ids)
    touched = {
        pk
        for pk, version, activity in rows.values_list("pk", "version", "last_activity_at")
        if version != own.get(pk, 1) or activity is not None
    }
    contacts = Contact.objects.filter(customer_id__in=ids).exclude(version=1, created_at=at)
    touched |= set(contacts.values_list("customer_id", flat=True))
    attached = StoredFile.objects.filter(kind="customer", record_id__in=ids)
    touched |= set(attached.values_list("record_id", flat=True))
    for own_model, column in _USED:
        held = own_model._base_manager.filter(**{f"{column}__in": ids})
        touched |= set(held.values_list(column, flat=True))
    for relation in Customer._meta.related_objects:
        model = relation.related_model
        # What other apps hang on a customer (tasks, records) was made by somebody.
        if isinstance(model, str) or model._meta.app_label == Customer._meta.app_label:
            continue
        column = relation.field.attname
        used = model._base_manager.filter(**{f"{column}__in": ids})
        touched |= set(used.values_list(column, flat=True))
    return touched


def _own_versions(batch: ImportBatch, ids: Sequence[int]) -> dict[int, int]:
    """The version that this import itself left behind on customers it also changed."""
    rows = _entries(batch).filter(kind="customer", action="edit", record_id__in=ids)
    return dict(rows.order_by("pk").values_list("record_id", "version"))


def _entries(batch: ImportBatch) -> QuerySet[AuditEntry]:
    """What this import wrote to the audit log: its person, its instant, its door."""
    return AuditEntry.objects.filter(
        pk__gt=batch.options.get("first_audit", 0),
        employee=batch.created_by,
        at=_begun(batch),
        via=Via.IMPORT,
    )


def _begun(batch: ImportBatch) -> datetime:
    return datetime.fromisoformat(batch.options["at"])


def _remove(ids: Sequence[int]) -> None:
    """Delete customers for good: they were only ever rows of a file."""
    customers = list(Customer.objects.filter(pk__in=ids))
    post_many(items=((fact, ()) for fact, _lines in postings.facts_of(customers)))
    Customer.objects.filter(pk__in=ids).delete()


def _restore(*, by: Actor, batch: ImportBatch) -> tuple[int, list[str]]:
    """Put back the values of customers that the import changed; those changed since keep theirs."""
    back = _Back(batch)
    changed = _entries(batch).filter(kind="customer", action="edit").values("record_id")
    # All at once: by the log they come in another order than whoever changes many takes them.
    ownership.locked(Customer.objects.filter(pk__in=changed).only("pk"))
    entries = _entries(batch).filter(kind="customer", action="edit").order_by("-pk")
    held: list[AuditEntry] = []
    for entry in entries.iterator(chunk_size=CHUNK):
        held.append(entry)
        if len(held) == CHUNK:
            editing.write_each(by=by, changes=back.changes(held))
            held = []
    editing.write_each(by=by, changes=back.changes(held))
    return len(back.restored), list(back.kept.values())


class _Back:
    """Walks the import's own changes from the newest back, as long as nobody else was between."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch = batch
        # The version that the next older entry of each customer must have made.
        self._expected: dict[int, int] = {}
        self.restored: set[int] = set()
        self.kept: dict[int, str] = {}

    def changes(self, entries: Sequence[AuditEntry]) -> list[tuple[Customer, dict[str, Any]]]:
        """Customers with the values by column that they had before these entries."""
        rows = Customer.objects.filter(
            pk__in=[entry.record_id for entry in entries], deleted_at=None
        )
        customers = rows.exclude(batch=self._batch).in_bulk()
        found: list[tuple[Customer, dict[str, Any]]] = []
        for entry in entries:
            customer = customers.get(entry.record_id)
            if customer is None or customer.pk in self.kept:
                continue
            if self._expected.setdefault(customer.pk, customer.version) != entry.version:
                self.kept[customer.pk] = customer.name
                continue
            self._expected[customer.pk] = entry.version - 1
            self.restored.add(customer.pk)
            found.append((customer, {name: old for name, (old, _new) in entry.changes.items()}))
        return found


def _remove_contacts(batch: ImportBatch) -> None:
    """Take contacts off again that the import added to customers who were there before."""
    ids = _entries(batch).filter(kind="contact", action="create").values("record_id")
    contacts = Contact.objects.filter(pk__in=ids, version=1, deleted_at=None)
    customers = list(Customer.objects.filter(contacts__in=contacts).distinct())
    contacts.delete()
    finding.reindex(customers)
