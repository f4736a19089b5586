"""Exports of lists as background jobs; importing this module registers them.

The limits of a day are those of customers: a list of orders is worth as much to who takes it away.
"""

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
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.approvals.models import Request
from zhuixiao.customers.actions import guarding
from zhuixiao.customers.exporting.jobs import has_grown, kept
from zhuixiao.customers.exporting.making import pieces
from zhuixiao.files import actions as files
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import SheetError
from zhuixiao.notices.actions import notify

from . import approving, writing
from .lists import LISTINGS
from .writing import Wish

KIND = FILE = NOTICE = "sales.export"


@transaction.atomic
def start(*, by: Actor, wish: Wish) -> Job | Request:
    """Begin an export, or ask for it where somebody must agree. Raises NotAllowed, TooMuch."""
    by.employee.access.check(wish.listing.module, "export")
    rows = wish.count(by.employee)
    so_far = guarding.exported_so_far(by=by)
    request = approving.ask(by=by, wish=wish, rows=rows, before=so_far.rows)
    if request is not None:
        return request
    guarding.check_export(by=by, so_far=so_far, rows=rows)
    return _begin(by, wish, rows, is_approved=False)


def begin_approved(by: Actor, payload: Mapping[str, Any]) -> Job:
    """The job of an approved export, which stands above the limit of the asker's day. Raises
    NotAllowed, RuleError where the list has grown since."""
    wish = Wish.of(payload["wish"])
    by.employee.access.check(wish.listing.module, "export")
    _check_growth(by.employee, wish, payload["rows"])
    return _begin(by, wish, payload["rows"], is_approved=True)


def _begin(by: Actor, wish: Wish, rows: int, *, is_approved: bool) -> Job:
    return jobs.enqueue(
        KIND,
        payload={"wish": wish.as_json(), "ip": by.ip, "rows": rows, "is_approved": is_approved},
        by_id=by.employee.pk,
        label=gettext_noop("Export of orders and the like"),
    )


def _check_growth(reader: Employee, wish: Wish, before: int) -> int:
    rows = wish.count(reader)
    if has_grown(rows, since=before):
        raise RuleError(
            _("Meanwhile it would be %(rows)d rows. Export them anew.") % {"rows": rows}
        )
    return rows


@jobs.register(KIND)
def run(job: jobs.Running) -> Mapping[str, Any]:
    """Make the file, log it, tell the person."""
    employee = Employee.objects.with_access().get(pk=job.created_by_id)
    by = Actor.of(employee, at=job.now, via=Via.JOB, ip=job.payload["ip"])
    wish = Wish.of(job.payload["wish"])
    rows = _check_growth(employee, wish, job.payload["rows"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        try:
            count = writing.write(by=by, wish=wish, path=path, progress=job.progress)
        except SheetError as error:
            raise RuleError(str(error)) from error
        with transaction.atomic():
            if not job.payload["is_approved"]:
                guarding.check_exported(by=by, rows=rows)
            entry = writing.log(by=by, wish=wish, path=path, count=count)
            file = files.keep(
                by=by,
                name=f"{wish.listing.label} {by.today.isoformat()}.xlsx",
                chunks=pieces(path),
                kind=FILE,
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


def is_own_and_fresh(employee: Employee, record_id: int) -> bool:
    """Whether the export behind this audit entry may still be fetched by this person."""
    entry = AuditEntry.objects.filter(
        pk=record_id, action="export", employee=employee, at__gt=timezone.now() - kept()
    ).first()
    if entry is None:
        return False
    return employee.access.may(LISTINGS[entry.changes["what"][1]].module, "export")
