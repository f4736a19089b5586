"""The import itself: chunk by chunk, each in one transaction with its place in the file.

A chunk's customers, refused rows, counts and last row are committed together, so that a process
killed at any moment has either all of a chunk or nothing of it, and goes on behind the last row.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit import bulk
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.sheets import Row

from ..actions.creating import NewCustomer, write_checked
from ..actions.duplicates import put_on_list, wait_for_others
from ..actions.gathering import Gathered
from ..actions.places import Places
from ..choices import BatchState, OwnerReason
from ..models import ImportBatch, RejectedRow
from . import additions, mapping, sources, targets
from .converting import Converter
from .drafts import Draft, plain
from .lookups import Lookups
from .owners import Owners
from .people import People, assignable
from .settings import OnDuplicate, Settings
from .sorting import Sorted, Sorter, same_person, sameness

CHUNK = 1000
# A dry run lists at most so many bad rows; the run itself keeps all.
LISTED = 1000

Progress = Callable[[int, int], None]


@dataclass
class Counts:
    """How many rows became what."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    rejected: int = 0
    # (list, name) of the options that are created on the way.
    options: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.skipped + self.rejected


def dry_run(*, by: Actor, batch: ImportBatch, path: Path, progress: Progress) -> Counts:
    """What the import would do, without doing it; bad rows are listed on the batch.

    Raises SheetError for a file that cannot be read, RuleError for settings out of reach.
    """
    work = _Work(by=by, batch=batch, path=path, is_dry=True)
    # Nothing is written that a later chunk could find, so one counts along for the whole file.
    with transaction.atomic():
        owners = Owners(by=by, settings=work.settings, people=work.people, places=work.places)
    counts = Counts()
    listed: list[RejectedRow] = []
    for rows in work.chunks():
        drafts = work.drafts(rows)
        result = work.sorter.sort(drafts, work.sorter.compare(drafts), owners)
        _count(counts, result, len(result.additions))
        room = LISTED - len(listed)
        listed += _rejected(batch, [*result.refused, *result.skipped])[: max(room, 0)]
        progress(counts.total, batch.row_count)
    counts.options = list(work.lookups.created)
    with transaction.atomic():
        batch.rejected.all().delete()
        bulk.insert(listed)
    return counts


def run(*, by: Actor, batch: ImportBatch, path: Path, progress: Progress) -> None:
    """Import what is behind `batch.last_row`; counts stand on the batch.

    Raises SheetError, RuleError; what was imported before stays and is counted.
    """
    work = _Work(by=by, batch=batch, path=path, is_dry=False)
    for rows in work.chunks():
        with transaction.atomic():
            wait_for_others()
            _write(work, rows)
        done = batch.created_count + batch.updated_count
        progress(done + batch.skipped_count + batch.rejected_count, batch.row_count)


class _Work:
    """Everything that stays the same from chunk to chunk."""

    def __init__(self, *, by: Actor, batch: ImportBatch, path: Path, is_dry: bool) -> None:
        self.by, self.batch, self.path = by, batch, path
        self.settings = Settings.of(batch)
        self.settings.check(by.employee)
        self.people = assignable(by.employee)
        self.places = Places(by.today)
        self.lookups = Lookups(by=by, create=self.settings.create_missing, is_dry=is_dry)
        known = targets.for_person(by.employee.access)
        columns = mapping.cleaned(batch.mapping, known)
        self._converter = Converter(
            by=by,
            columns=columns,
            targets=known,
            people=People(self.people),
            lookups=self.lookups,
        )
        self.sorter = Sorter(
            by=by,
            batch_id=batch.pk,
            on_duplicate=self.settings.on_duplicate,
            is_dry=is_dry,
            places=self.places,
        )

    def chunks(self) -> Iterator[list[Row]]:
        batch = self.batch
        with sources.open_source(self.path) as book:
            header = sources.header_at(sources.first_rows(book, batch.sheet), batch.header_row)
            rows = sources.rows_after(book, batch.sheet, header, batch.last_row)
            while chunk := list(islice(rows, CHUNK)):
                yield chunk

    def drafts(self, rows: Sequence[Row]) -> list[Draft]:
        return [self._converter.draft(row) for row in rows]


def _write(work: _Work, rows: Sequence[Row]) -> None:
    """One chunk, inside a transaction."""
    by, batch = work.by, work.batch
    drafts = work.drafts(rows)
    named = {draft.owner for draft in drafts if draft.owner}
    found = work.sorter.compare(drafts)
    owners = Owners(by=by, settings=work.settings, people=named, places=work.places)
    result = work.sorter.sort(drafts, found, owners)
    post = Gathered()
    people = _absorb(result, work.settings.on_duplicate)
    written = write_checked(
        by=by,
        rows=[
            NewCustomer(
                values=draft.values,
                owner=draft.owner,
                pool=draft.pool,
                note=draft.rule,
                contacts=people[draft.number],
                added_at=draft.created_at,
            )
            for draft in result.new
        ],
        taken=[draft.taken for draft in result.new],
        reason=OwnerReason.IMPORTED,
        batch=batch,
        places=work.places,
        # The owners' rooms were counted row by row.
        may_exceed=True,
        post=post,
    )
    made = {draft.number: row.pk for row, draft in zip(written, result.new, strict=True)}
    alike = [(made[draft.number], draft.alike) for draft in result.new if draft.alike]
    pairs = [(pk, one.customer_id or made[one.row], one.rule.reason) for pk, one in alike]
    put_on_list(pairs, at=by.at)
    owners.keep_turns()
    changed = additions.apply(
        by=by,
        batch_id=batch.pk,
        additions=result.additions,
        customers=found.customers,
        policy=work.settings.on_duplicate,
        places=work.places,
        post=post,
    )
    post.write()
    # A row that brought nothing new is listed like every other repetition.
    idle = [(match, draft) for match, draft in result.additions if draft.number not in changed]
    for match, draft in idle:
        draft.refuse(sameness(match, is_visible=True))
    repeated = [*result.skipped, *(draft for _match, draft in idle)]
    bulk.insert(_rejected(batch, [*result.refused, *repeated]))
    counts = Counts()
    _count(counts, result, len(changed))
    _advance(batch, counts, rows[-1].number)


def _absorb(result: Sorted, policy: OnDuplicate) -> dict[int, list[dict[str, Any]]]:
    """Give new customers what later rows of the chunk add to them; contacts by row number."""
    base = {draft.number: draft for draft in result.new}
    people = {draft.number: [draft.contact] if draft.contact else [] for draft in result.new}
    for number, draft in result.joined:
        if draft.contact and not any(same_person(draft, one["name"]) for one in people[number]):
            people[number].append(draft.contact)
        taken = base[number].taken
        for name in draft.taken.keys() - {"name", "kind"}:
            value = draft.taken[name]
            if policy == OnDuplicate.UPDATE or (policy == OnDuplicate.FILL and name not in taken):
                taken[name] = value
    return people


def _count(counts: Counts, result: Sorted, changed: int) -> None:
    counts.created += len(result.new)
    counts.updated += len(result.joined) + changed
    counts.skipped += len(result.skipped) + len(result.additions) - changed
    counts.rejected += len(result.refused)


def _advance(batch: ImportBatch, counts: Counts, last: int) -> None:
    """Write the place in the file; of two who import the same batch the second is stopped here."""
    moved = ImportBatch.objects.filter(
        pk=batch.pk, state=BatchState.RUNNING, last_row=batch.last_row
    ).update(
        last_row=last,
        created_count=F("created_count") + counts.created,
        updated_count=F("updated_count") + counts.updated,
        skipped_count=F("skipped_count") + counts.skipped,
        rejected_count=F("rejected_count") + counts.rejected,
    )
    if not moved:
        raise RuleError(_("This import is running already."))
    batch.refresh_from_db()


def _rejected(batch: ImportBatch, drafts: Sequence[Draft]) -> list[RejectedRow]:
    return [
        RejectedRow(batch=batch, row=draft.number, cells=plain(draft.cells), reasons=draft.reasons)
        for draft in sorted(drafts, key=lambda draft: draft.number)
    ]
