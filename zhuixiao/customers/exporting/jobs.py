"""Exports as background jobs; importing this module registers them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.models import Request
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import jobs
from zhuixiao.kit.models import Job

from ..actions import guarding
from ..queries import counts
from ..queries.guarding import EXPORT_JOB
from . import approving, delivering, making, person
from .delivering import Export, check_grown, fresh_entry, kept
from .wishes import Format, Wish

NOTICE = "customers.export"
# The kinds of files that die so; other apps add theirs.
SWEPT = {making.KIND}


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
    check_grown(rows, since=payload["rows"], is_decided=True)
    return _begin(by, wish, payload["rows"], is_approved=True)


def _begin(by: Actor, wish: Wish, rows: int, *, is_approved: bool) -> Job:
    return jobs.enqueue(
        EXPORT_JOB,
        payload={"wish": wish.as_json(), "ip": by.ip, "rows": rows, "is_approved": is_approved},
        by_id=by.employee.pk,
        label=gettext_noop("Export of customers"),
    )


@jobs.register(EXPORT_JOB)
def run(job: jobs.Running) -> Mapping[str, Any]:
    """Make the file, log it, tell the person."""
    employee = Employee.objects.with_access().get(pk=job.created_by_id)
    actor = Actor.of(employee, at=job.now, via=Via.JOB, ip=job.payload["ip"])
    wish = Wish.of(job.payload["wish"])
    customers = counts.exact(employee, wish.conditions(actor))
    check_grown(customers, since=job.payload["rows"])
    what = _("Personal data") if wish.format == Format.PERSON else _("Customers")
    export = Export(
        name=what,
        ending=wish.format.ending,
        kind=making.KIND,
        notice=NOTICE,
        make=lambda path: making.make(by=actor, wish=wish, path=path, progress=job.progress),
        log=lambda path, count: making.log(by=actor, wish=wish, path=path, count=count),
    )
    return delivering.deliver(by=actor, job=job, export=export, rows=customers)


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


def is_own_and_fresh(employee: Employee, record_id: int) -> bool:
    """Whether the export behind this audit entry may still be fetched by this person."""
    may = employee.access.may("customers", "export")
    return may and fresh_entry(employee, record_id) is not None
