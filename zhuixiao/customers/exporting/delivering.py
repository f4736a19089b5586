"""Handing an export over, whatever it holds: made, logged, kept for its time, told of."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Company, Employee
from zhuixiao.files import actions as files
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.sheets import SheetError
from zhuixiao.notices.actions import notify

from .. import keeping
from ..actions import guarding
from .making import pieces

# A file of customers is worth stealing: it dies after a day unless set otherwise, and with its
# person's account.
KEPT = "exports"
# A selection that grew by more since it was asked for is another one.
_GROWTH = 1.1


@dataclass(frozen=True)
class Export:
    """`make` writes the file and returns how many rows; `log` writes what was exported."""

    name: str
    ending: str
    kind: str
    notice: str
    make: Callable[[Path], int]
    log: Callable[[Path, int], AuditEntry]


def deliver(*, by: Actor, job: jobs.Running, export: Export, rows: int) -> Mapping[str, Any]:
    """Make the file of so many `rows` and tell the person; the job's result. Raises RuleError, and
    TooMuch where the day's limit was used up meanwhile and nobody approved."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{export.ending}"
        try:
            count = export.make(path)
        except SheetError as error:
            raise RuleError(str(error)) from error
        with transaction.atomic():
            if not job.payload["is_approved"]:
                guarding.check_exported(by=by, rows=rows)
            entry = export.log(path, count)
            file = files.keep(
                by=by,
                name=f"{export.name} {by.today.isoformat()}.{export.ending}",
                chunks=pieces(path),
                kind=export.kind,
                record_id=entry.pk,
            )
            notify(
                to=[by.employee.pk],
                kind=export.notice,
                text=gettext_noop("Your export is ready: %(count)d rows, for %(hours)d hours"),
                params={"count": count, "hours": kept() // timedelta(hours=1)},
                url=f"/files/{file.pk}/",
                at=job.now,
            )
    return {"file": str(file.pk), "rows": count}


def check_grown(rows: int, *, since: int, is_decided: bool = False) -> None:
    """Raises RuleError where it is so much more than was asked for that it is another export;
    `is_decided` while somebody is just agreeing to it."""
    if rows <= since * _GROWTH + 10:
        return
    text = (
        _("Meanwhile it would be %(rows)d rows. Reject it, so that it is asked anew.")
        if is_decided
        else _("Meanwhile it would be %(rows)d rows. Export them anew.")
    )
    raise RuleError(text % {"rows": rows})


def kept() -> timedelta:
    """How long the file of an export can be fetched."""
    return timedelta(days=keeping.days_of(Company.objects.first(), KEPT) or 1)


def fresh_entry(employee: Employee, record_id: int) -> AuditEntry | None:
    """The log of the person's own export that may still be fetched."""
    return AuditEntry.objects.filter(
        pk=record_id, action="export", employee=employee, at__gt=timezone.now() - kept()
    ).first()
