"""Bulk changes of more customers than a request should wait for."""

from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Q

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import jobs

from .. import filters
from ..actions import bulk
from ..models import BulkChange

CHANGE = "customers.bulk"
UNDO = "customers.bulk_undo"


@jobs.register(CHANGE, retries=2)
def run(job: jobs.Running) -> dict[str, Any]:
    """Do a bulk change to its end; a restarted job goes on where the last one stopped."""
    change = BulkChange.objects.get(pk=job.payload["change"])
    by = _actor(change)
    conditions = selected(change, by)
    while bulk.advance(by=by, change=change, conditions=conditions):
        job.progress(change.seen_count, change.total)
    return {"changed": change.changed_count, "change": str(change.pk)}


@jobs.register(UNDO, retries=2)
def take_back(job: jobs.Running) -> dict[str, Any]:
    """Undo a bulk change."""
    change = BulkChange.objects.get(pk=job.payload["change"])
    employee = Employee.objects.with_access().get(pk=change.employee_id)
    by = Actor.of(employee, at=job.now, via=Via.JOB)
    return {"restored": bulk.undo(by=by, change=change)}


def selected(change: BulkChange, by: Actor) -> Q:
    """The customers that the change was asked for, as they stood in the browser."""
    if change.ids:
        return Q(pk__in=change.ids)
    asked = filters.ask(
        dict(parse_qsl(change.matching, keep_blank_values=True)), reader=by.employee
    )
    return asked.conditions(today=by.today, zone=by.zone)


def _actor(change: BulkChange) -> Actor:
    """The person at the instant of the change: the audit rows of all batches carry it."""
    employee = Employee.objects.with_access().get(pk=change.employee_id)
    return Actor.of(employee, at=change.at, via=Via.JOB)
