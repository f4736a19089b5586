"""Exports as background jobs; importing this module registers them."""

import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import AuditEntry, Company, Employee
from zhuixiao.approvals.models import Request
from zhuixiao.files import actions as files
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import SheetError
from zhuixiao.notices.actions import notify

from .. import keeping
from ..actions import guarding
from ..queries import counts
from ..queries.guarding import EXPORT_JOB
from . import approving, making, person
from .wishes import Format, Wish

# A file of customers is worth stealing: it dies after a day unless set otherwise, and with its
# person's account.
KEPT = "exports"
NOTICE = "customers.export"
# The kinds of files that die so; other apps add theirs.
SWEPT = {making.KIND}
# A selection that grew by more since it was asked for is another one.
_GROWTH = 1.1


@transaction.atomic
def start(*, by: Actor, wish: Wish) -> Job | Request:
    """Begin an export, or ask for it where somebody must agree. Raises NotAllowed, TooMuch,
    BadFilter, BadSort."""
    guarding.check_may_export(by=by)
    kept = wish.frozen(by.employee)
    if wish.format == Format.PERSON:
        person.wanted(by, kept)
    rows = counts.exact(by.employee, kept.conditions(by))
    so_far = guarding.exported_so_far(by=by)
    request = approving.ask(by=by, wish=kept, rows=rows, before=so_far.rows)
    if request is not None:
        return request
    guarding.check_export(by=by, so_far=so_far, rows=rows)
    return _begin(by, kept, rows, is_approved=False)


def begin_approved(by: Actor, payload: Mapping[str, Any]) -> Job:
    """The job of an approved export; the approval stands above the limit of the asker's day.
    Raises NotAllowed, RuleError when the selection has grown since."""
    by.employee.access.check("customers", "export")
    wish = Wish.of(payload["wish"])
    rows = counts.exact(by.employee, wish.conditions(by))
    if has_grown(rows, since=payload["rows"]):
        raise RuleError(
            _("Meanwhile it would be %(rows)d customers. Reject it, so that it is asked anew.")
            % {"rows": rows}
        )
    return _begin(by, wish, payload["rows"], is_approved=True)


def _begin(by: Actor, wish: Wish, rows: int, *, is_approved: bool) -> Job:
    return jobs.enqueue(
        EXPORT_JOB,
        payload={"wish": wish.as_json(), "ip": by.ip, "rows": rows, "is_approved": is_approved},
        by_id=by.employee.pk,
        label=gettext_noop("Export of customers"),
    )


def has_grown(rows: int, *, since: int) -> bool:
    """Whether it is so much more than was asked for that it is another export."""
    return rows > since * _GROWTH + 10


@jobs.register(EXPORT_JOB)
def run(job: jobs.Running) -> Mapping[str, Any]:
    """Make the file, log it, tell the person."""
    employee = Employee.objects.with_access().get(pk=job.created_by_id)
    actor = Actor.of(employee, at=job.now, via=Via.JOB, ip=job.payload["ip"])
    wish = Wish.of(job.payload["wish"])
    customers = counts.exact(employee, wish.conditions(actor))
    if has_grown(customers, since=job.payload["rows"]):
        raise RuleError(
            _("Meanwhile it would be %(rows)d customers. Export them anew.") % {"rows": customers}
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{wish.format.ending}"
        try:
            count = making.make(by=actor, wish=wish, path=path, progress=job.progress)
        except SheetError as error:
            raise RuleError(str(error)) from error
        with transaction.atomic():
            if not job.payload["is_approved"]:
                guarding.check_exported(by=actor, rows=customers)
            entry = making.log(by=actor, wish=wish, path=path, count=count)
            day = actor.today.isoformat()
            what = _("Personal data") if wish.format == Format.PERSON else _("Customers")
            file = files.keep(
                by=actor,
                name=f"{what} {day}.{wish.format.ending}",
                chunks=making.pieces(path),
                kind=making.KIND,
                record_id=entry.pk,
            )
            notify(
                to=[employee.pk],
                kind=NOTICE,
                text=gettext_noop("Your export is ready: %(count)d rows, for %(hours)d hours"),
                params={"count": count, "hours": kept() // timedelta(hours=1)},
                url=f"/files/{file.pk}/",
                at=job.now,
            )
    return {"file": str(file.pk), "rows": count}


@jobs.every(
    key="customers.old_exports", label=gettext_noop("Expired exports are removed"), minutes=60
)
def sweep(job: jobs.Running) -> dict[str, int]:
    """Remove exports that are as old as may be, and those of people who left."""
    rows = StoredFile.objects.filter(kind__in=SWEPT)
    dead = rows.filter(created_at__lt=job.now - kept()) | rows.filter(uploaded_by__is_active=False)
    found = list(dead.distinct())
    for row in found:
        row.delete()
        disk.remove(row.stored)
    return {"files": len(found)}


def kept() -> timedelta:
    """How long the file of an export can be fetched."""
    return timedelta(days=keeping.days_of(Company.objects.first(), KEPT) or 1)


def is_own_and_fresh(employee: Employee, record_id: int) -> bool:
    """Whether the export behind this audit entry may still be fetched by this person."""
    alive = AuditEntry.objects.filter(
        pk=record_id, action="export", employee=employee, at__gt=timezone.now() - kept()
    )
    return employee.access.may("customers", "export") and alive.exists()
