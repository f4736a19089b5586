"""Rows of the audit log that say who somebody was."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from zhuixiao.kit.records import by_kind

from ..models import AuditEntry

# The columns of the log, as text, that a condition may name.
LABEL, CHANGES = "label", "changes_text"


def rows_about(
    *,
    own: Iterable[tuple[str, int]],
    around: Iterable[tuple[str, int]] = (),
    holding: Q | None = None,
    names: Callable[[Any], bool],
) -> set[int]:
    """Ids of rows that are not hidden yet: all about the records `own` (kind, id); about those
    `around`, and of those that meet `holding` (on LABEL and CHANGES), only rows of whose label and
    changes `names` says that somebody is named there."""
    rows: QuerySet[AuditEntry] = QuerySet(AuditEntry).filter(hidden=None)
    found: set[int] = set()
    for kind, ids in by_kind(own):
        found.update(rows.filter(kind=kind, record_id__in=ids).values_list("pk", flat=True))
    others = [rows.filter(kind=kind, record_id__in=ids) for kind, ids in by_kind(around)]
    if holding is not None:
        others.append(rows.annotate(**{CHANGES: Cast("changes", TextField())}).filter(holding))
    for some in others:
        words = some.values_list("pk", "label", "changes").iterator()
        found.update(pk for pk, label, changes in words if names([label, changes]))
    return found
