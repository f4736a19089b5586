"""Hiding and deleting rows of the audit log, as far as its triggers let anybody delete."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from zhuixiao.kit import bulk

from ..models import AuditEntry, HiddenEntry

# The triggers count in the database's own time, so a day is left to clocks that differ.
KEPT_DAYS = 180
KEPT = timedelta(days=KEPT_DAYS + 1)
PART = 2_000
# The columns of the log, as text, that a condition of `hide` may name.
LABEL, CHANGES = "label", "changes_text"


def hide(*, records: Iterable[tuple[str, int]], holding: Q | None = None) -> int:
    """Show to nobody any more what the log says of these records (kind, id) until now, and the rows
    that meet `holding` (on LABEL and CHANGES). Returns how many rows were hidden."""
    rows: models.QuerySet[AuditEntry] = models.QuerySet(AuditEntry).filter(hidden=None)
    found: set[int] = set()
    for kind, same in groupby(sorted(set(records)), key=lambda record: record[0]):
        ids = [pk for _kind, pk in same]
        for start in range(0, len(ids), PART):
            some = rows.filter(kind=kind, record_id__in=ids[start : start + PART])
            found.update(some.values_list("pk", flat=True))
    if holding is not None:
        texts = rows.annotate(**{CHANGES: Cast("changes", TextField())})
        found.update(texts.filter(holding).values_list("pk", flat=True))
    bulk.insert_rows(HiddenEntry, ["entry_id"], [(pk,) for pk in sorted(found)])
    return len(found)


def forget(*, before: datetime, now: datetime, hidden_only: bool = False) -> int:
    """Delete a part of the rows of before an instant, never one of the last 180 days; 0 when there
    are no more. Called outside a transaction, again and again."""
    rows: models.QuerySet[AuditEntry] = models.QuerySet(AuditEntry).filter(
        at__lt=min(before, now - KEPT)
    )
    if hidden_only:
        rows = rows.exclude(hidden=None)
    with transaction.atomic():
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:PART])
        HiddenEntry.objects.filter(entry__in=ids).delete()
        # Not through its manager, which refuses.
        models.QuerySet(AuditEntry).filter(pk__in=ids).delete()
    return len(ids)
