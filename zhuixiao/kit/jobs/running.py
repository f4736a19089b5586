"""What the work of a job may ask and tell while it runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..models import Job, JobState, JobStep
from .errors import Cancelled, LeaseLost, Stopping

LEASE = timedelta(seconds=60)
# Progress is read once a second; writing it oftener would only cost fsyncs.
PROGRESS_EVERY_SECONDS = 0.5

stopping = threading.Event()


class Running:
    """One attempt at a job; `now` is the instant at which it began."""

    def __init__(self, job: Job, *, now: datetime) -> None:
        self.id = job.pk
        self.payload: dict[str, Any] = job.payload
        self.created_by_id = job.created_by_id
        self.attempt = job.attempts
        self.now = now
        self._run = job.run
        self._told_at = 0.0

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is; call it between transactions, as often as you like.

        Raises Cancelled, and what ends a run from outside: let all of them pass.
        """
        is_last = done >= total
        if not is_last and time.monotonic() - self._told_at < PROGRESS_EVERY_SECONDS:
            return
        self._told_at = time.monotonic()
        now = timezone.now()
        held = self._mine().update(
            progress_done=done, progress_total=total, heartbeat=now, lease_until=now + LEASE
        )
        if not held:
            raise LeaseLost
        self.check_cancelled()

    def check_cancelled(self) -> None:
        """Raises Cancelled when the person asked for it; call it at every good place to stop."""
        if stopping.is_set():
            raise Stopping
        asked = self._mine().values_list("cancel_asked_at", flat=True).first()
        if asked is not None:
            raise Cancelled

    @contextmanager
    def once(self, step: str) -> Iterator[bool]:
        """A transaction, true unless an earlier attempt completed this step already.

        `with job.once("row 7") as is_first: if is_first: ...` writes what belongs to row 7 exactly
        once, wherever an attempt was killed.
        """
        with transaction.atomic():
            yield self._mark(step)

    def _mark(self, step: str) -> bool:
        try:
            with transaction.atomic():
                JobStep.objects.create(job_id=self.id, step=step)
        except IntegrityError:
            return False
        return True

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.id, run=self._run, state=JobState.RUNNING)
