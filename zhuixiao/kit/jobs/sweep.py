"""Nothing is forgotten: waiting jobs are sent again, jobs of dead workers go back or are parked."""

import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import Job, JobState
from . import queue, work
from .running import LEASE

SEND_AT_MOST = 200


@dataclass
class Watch:
    """What this process saw of running jobs: their lease, and since when it has not changed."""

    _seen: dict[uuid.UUID, tuple[datetime | None, float]] = field(default_factory=dict)

    def dead(self) -> list[Job]:
        """Running jobs whose lease stood still for its whole length, by our own steady clock."""
        steady = time.monotonic()
        running = Job.objects.filter(state=JobState.RUNNING).exclude(pk__in=work.held)
        seen: dict[uuid.UUID, tuple[datetime | None, float]] = {}
        dead = []
        for job in running:
            lease, since = self._seen.get(job.pk, (job.lease_until, steady))
            seen[job.pk] = (job.lease_until, since if lease == job.lease_until else steady)
            if steady - seen[job.pk][1] >= LEASE.total_seconds():
                dead.append(job)
        self._seen = seen
        return dead


def sweep(watch: Watch, now: datetime) -> None:
    """Put the jobs of dead workers back, then wake workers for everything that is due."""
    for job in watch.dead():
        recover(job, now)
    if queue.queue().pending_count() == 0:
        due = Job.objects.due(now).order_by("created_at").values_list("pk", flat=True)
        for job_id in list(due[:SEND_AT_MOST]):
            queue.send(job_id)


def recover(job: Job, now: datetime) -> bool:
    """A job whose worker died waits again; one that killed its worker too often is parked."""
    mine = Job.objects.filter(pk=job.pk, run=job.run, state=JobState.RUNNING)
    # A death says less about the job than an error does, so it may die oftener than it may fail.
    if job.attempts >= max(job.max_attempts, work.DEATHS_ALLOWED):
        with override(job.language or None):
            text = _("This work was interrupted too often and has been put aside.")
        return work.park(job, text)
    return bool(mine.update(state=JobState.QUEUED, run=None))
