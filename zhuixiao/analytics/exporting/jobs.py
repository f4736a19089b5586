"""Exports of tables as background jobs; importing this module registers them.

The limits of a day are those of customers, as of every list that is taken away.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.models import Request
from zhuixiao.customers.actions import guarding
from zhuixiao.customers.exporting import delivering
from zhuixiao.customers.exporting.delivering import Export, check_grown
from zhuixiao.kit import jobs
from zhuixiao.kit.models import Job

from . import approving, writing
from .writing import Wish

KIND = FILE = NOTICE = "analytics.export"


@transaction.atomic
def start(*, by: Actor, wish: Wish) -> Job | Request:
    """Begin an export, or ask for it where somebody must agree. Raises NotAllowed, TooMuch, and
    RuleError for a table that cannot be read."""
    writing.check(by, wish)
    grid = wish.grid(by.employee)
    so_far = guarding.exported_so_far(by=by)
    request = approving.ask(by=by, wish=wish, grid=grid, before=so_far.rows)
    if request is not None:
        return request
    guarding.check_export(by=by, so_far=so_far, rows=len(grid.lines))
    return _begin(by, wish, len(grid.lines), is_approved=False)


def begin_approved(by: Actor, payload: Mapping[str, Any]) -> Job:
    """The job of an approved export, which stands above the limit of the asker's day. Raises
    NotAllowed, RuleError where the table has grown since."""
    wish = Wish.of(payload["wish"])
    writing.check(by, wish)
    check_grown(len(wish.grid(by.employee).lines), since=payload["rows"], is_decided=True)
    return _begin(by, wish, payload["rows"], is_approved=True)


def _begin(by: Actor, wish: Wish, rows: int, *, is_approved: bool) -> Job:
    return jobs.enqueue(
        KIND,
        payload={"wish": wish.as_json(), "ip": by.ip, "rows": rows, "is_approved": is_approved},
        by_id=by.employee.pk,
        label=gettext_noop("Export of a summary table"),
    )


@jobs.register(KIND)
def run(job: jobs.Running) -> Mapping[str, Any]:
    """Make the file, log it, tell the person."""
    employee = Employee.objects.with_access().get(pk=job.created_by_id)
    by = Actor.of(employee, at=job.now, via=Via.JOB, ip=job.payload["ip"])
    wish = Wish.of(job.payload["wish"])
    writing.check(by, wish)
    # Read once: what is checked against the limits is what the file holds and the log says.
    grid = wish.grid(employee)
    rows = len(grid.lines)
    check_grown(rows, since=job.payload["rows"])
    export = Export(
        name=wish.name,
        ending="xlsx",
        kind=FILE,
        notice=NOTICE,
        make=lambda path: writing.write(by=by, wish=wish, grid=grid, path=path),
        log=lambda path, _count: writing.log(by=by, wish=wish, grid=grid, path=path),
    )
    return delivering.deliver(by=by, job=job, export=export, rows=rows)


def is_own_and_fresh(employee: Employee, record_id: int) -> bool:
    """Whether the export behind this audit entry may still be fetched by this person."""
    entry = delivering.fresh_entry(employee, record_id)
    return entry is not None and writing.may_still_fetch(employee, entry)
