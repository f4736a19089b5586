"""Hiding and deleting rows of the audit log, as far as its triggers let anybody delete."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction

from zhuixiao.kit import bulk

from ..models import AuditEntry, HiddenEntry

# The triggers count in the database's own time, so a day is left to clocks that differ.
KEPT_DAYS = 180
KEPT = timedelta(days=KEPT_DAYS + 1)
PART = 2_000


def hide(entries: Iterable[int]) -> None:
    """Show to nobody any more what these rows, by their ids, say."""
    bulk.insert_rows(HiddenEntry, ["entry_id"], [(pk,) for pk in sorted(entries)])


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
        # Not through its manager, which refuses.
        models.QuerySet(AuditEntry).filter(pk__in=ids).delete()
    return len(ids)
