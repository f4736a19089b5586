"""Notices: written, put away, muted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhuixiao.accounts.models import Employee

from ..models import Mute, Notice


def notify(
    *,
    to: Iterable[int],
    kind: str,
    text: str,
    at: datetime,
    params: Mapping[str, Any] | None = None,
    url: str = "",
    customer_id: int = 0,
    by_id: int = 0,
) -> int:
    """Tell the employees with these ids, in the caller's transaction; returns how many were told.

    `text` is an English message id (gettext_noop) with `params` (JSON). Nobody is told about what
    he did himself (`by_id`), who muted the kind, or who left.
    """
    muted = Mute.objects.filter(kind=kind).values("employee")
    readers = Employee.objects.active().filter(pk__in=set(to) - {by_id}).exclude(pk__in=muted)
    rows = [
        Notice(
            employee_id=pk,
            kind=kind,
            text=text,
            params=dict(params or {}),
            url=url,
            customer_id=customer_id,
            created_at=at,
        )
        for pk in readers.values_list("pk", flat=True)
    ]
    Notice.objects.bulk_create(rows, batch_size=500)
    return len(rows)


@transaction.atomic
def mark_done(*, reader: Employee, notice_ids: Iterable[int], at: datetime) -> int:
    """Put notices away; they count as read. Foreign ids are left alone."""
    rows = Notice.objects.visible_to(reader).filter(pk__in=list(notice_ids))
    rows.mark_read(at)
    return rows.open().update(done_at=at)


@transaction.atomic
def mute(*, reader: Employee, kinds: Iterable[str]) -> None:
    """From now on exactly these kinds are muted for the reader."""
    wanted = set(kinds)
    Mute.objects.filter(employee=reader).exclude(kind__in=wanted).delete()
    Mute.objects.bulk_create(
        [Mute(employee=reader, kind=kind) for kind in sorted(wanted)], ignore_conflicts=True
    )
