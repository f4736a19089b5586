"""Asking for a job, calling it off, trying it again."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from ..models import Job, JobState
from . import queue, registry


def enqueue(
    kind: str,
    *,
    payload: Mapping[str, Any] | None = None,
    by_id: int,
    label: str = "",
    label_params: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    key: str = "",
) -> Job:
    """Write a job in the caller's transaction; it starts after the commit, or at `at`.

    `payload` and `label_params` are JSON. `label` is an English message id (gettext_noop). While a
    job with the same `key` waits or runs, that one is returned instead of a second. `by_id` is the
    employee who will see it under "my jobs", 0 for the system. Raises KeyError for an unknown kind.
    """
    known = registry.kind(kind)
    if known is None:
        raise KeyError(kind)
    job = Job(
        kind=kind,
        payload=dict(payload or {}),
        label=label,
        label_params=dict(label_params or {}),
        language=translation.get_language() or "",
        key=key,
        lane=known.lane,
        max_attempts=known.max_attempts,
        created_by_id=by_id,
        created_at=timezone.now(),
        due_at=at,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        return Job.objects.open().get(key=key)
    if at is None:
        queue.send(job.pk)
    return job


def cancel(job_id: uuid.UUID) -> bool:
    """Call a job off: a waiting one at once, a running one at its next good place to stop."""
    now = timezone.now()
    open_jobs = Job.objects.filter(pk=job_id)
    if open_jobs.filter(state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancel_asked_at=now, finished_at=now
    ):
        return True
    return bool(open_jobs.filter(state=JobState.RUNNING).update(cancel_asked_at=now))


def retry(job_id: uuid.UUID) -> bool:
    """Let a failed or cancelled job start again; steps that took effect are not repeated."""
    with transaction.atomic():
        again = Job.objects.filter(
            pk=job_id, state__in=[JobState.FAILED, JobState.CANCELLED]
        ).update(
            state=JobState.QUEUED,
            attempts=0,
            error="",
            cancel_asked_at=None,
            finished_at=None,
            due_at=None,
        )
        if again:
            queue.send(job_id)
    return bool(again)
