"""Claiming a job, doing it, writing down how it ended."""

import logging
import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..errors import RuleError
from ..models import Job, JobState
from . import registry
from .errors import Cancelled, LeaseLost, Stopping
from .running import LEASE, Running

logger = logging.getLogger(__name__)

# A worker may die over a job this often before the job is parked, even if it may not be retried.
DEATHS_ALLOWED = 5

# The jobs that threads of this very process hold: they are alive, whatever a clock says.
held: set[uuid.UUID] = set()
_held_lock = threading.Lock()


def run_job(job_id: uuid.UUID) -> bool:
    """Do this job unless somebody else does, or it is not due; whether it was done here."""
    now = timezone.now()
    job = _claim(job_id, now)
    if job is None:
        return False
    with _held_lock:
        held.add(job.pk)
    try:
        with translation.override(job.language or None):
            _attempt(job, Running(job, now=now))
    finally:
        with _held_lock:
            held.discard(job.pk)
    return True


def run_due(*, limit: int = 1000) -> int:
    """Do the waiting jobs in this thread, oldest first; returns how many were done."""
    done = 0
    while done < limit:
        waiting = Job.objects.due(timezone.now()).order_by("created_at")
        if not any(run_job(pk) for pk in list(waiting.values_list("pk", flat=True)[:50])):
            break
        done += 1
    return done


def _claim(job_id: uuid.UUID, now: datetime) -> Job | None:
    """Take the job by one conditional UPDATE; two claimers cannot both win."""
    run = uuid.uuid4()
    try:
        with transaction.atomic():
            taken = (
                Job.objects.due(now)
                .filter(pk=job_id)
                .update(
                    state=JobState.RUNNING,
                    run=run,
                    attempts=F("attempts") + 1,
                    started_at=now,
                    heartbeat=now,
                    lease_until=now + LEASE,
                )
            )
    except IntegrityError:
        # Another job of the lane runs; this one waits.
        return None
    return Job.objects.get(pk=job_id) if taken else None


def _attempt(job: Job, running: Running) -> None:
    kind = registry.kind(job.kind)
    if kind is None:
        park(job, _("This version of the program cannot do this work."))
        return
    try:
        result = kind.work(running)
    except Cancelled:
        _end(job, JobState.CANCELLED)
    except Stopping:
        _put_back(job, attempts=F("attempts") - 1, due_at=None)
    except LeaseLost:
        logger.warning("job lost its lease", extra={"data": _facts(job)})
    except RuleError as error:
        park(job, str(error.message))
    except Exception:
        logger.exception("job failed", extra={"data": _facts(job)})
        _fail_or_retry(job)
    else:
        _end(job, JobState.DONE, result=dict(result or {}))


def _fail_or_retry(job: Job) -> None:
    if job.attempts >= job.max_attempts:
        text = _("An unexpected error stopped this work. Its number in the log: %(id)s")
        park(job, text % {"id": job.pk})
        return
    pause = timedelta(seconds=min(10 * 4 ** (job.attempts - 1), 3600))
    _put_back(job, due_at=timezone.now() + pause)


@transaction.atomic
def park(job: Job, error: str) -> bool:
    """The job has failed for good, unless another attempt holds it; tells who wants to know."""
    job.error = error
    mine = Job.objects.filter(pk=job.pk, run=job.run, state=JobState.RUNNING)
    if not mine.update(
        state=JobState.FAILED, error=error, finished_at=timezone.now(), lease_until=None
    ):
        return False
    registry.tell_failure(job)
    return True


def _put_back(job: Job, **values: Any) -> None:
    _write(job, state=JobState.QUEUED, run=None, lease_until=None, **values)


def _end(job: Job, state: JobState, **values: Any) -> None:
    _write(job, state=state, finished_at=timezone.now(), lease_until=None, **values)


def _write(job: Job, **values: Any) -> None:
    """Write only while this attempt still holds the job."""
    Job.objects.filter(pk=job.pk, run=job.run, state=JobState.RUNNING).update(**values)


def _facts(job: Job) -> dict[str, Any]:
    return {"job": str(job.pk), "kind": job.kind, "attempt": job.attempts}
