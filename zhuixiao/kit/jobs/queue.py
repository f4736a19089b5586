"""The queue that wakes workers: a file, or Redis by setting; losing it loses no job."""

import json
import uuid
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connections, transaction
from huey import Huey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from ..models import Job
from . import work


def send(job_id: uuid.UUID) -> None:
    """Wake somebody for this job, after the caller's transaction."""
    if settings.JOBS_MODE == "inline":
        transaction.on_commit(lambda: run_here(job_id))
    else:
        transaction.on_commit(lambda: message()(str(job_id)), robust=True)


def run_here(job_id: uuid.UUID) -> None:
    """Do the job in this thread and wake the next one of its lane."""
    if work.run_job(job_id):
        lane = Job.objects.values_list("lane", flat=True).get(pk=job_id)
        waiting = Job.objects.filter(lane=lane, state="queued").exclude(lane="")
        following = waiting.order_by("created_at").values_list("pk", flat=True).first()
        if following:
            send(following)


class _Plain(Serializer):  # type: ignore[misc]
    """Messages as JSON: who can write to the queue must not be able to run code."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


@cache
def queue() -> Huey:
    """The queue of this process."""
    options = {"results": False, "serializer": _Plain()}
    if settings.JOBS_REDIS_URL:
        return RedisHuey("zhuixiao", url=settings.JOBS_REDIS_URL, **options)
    return SqliteHuey("zhuixiao", filename=str(settings.JOBS_FILE), **options)


@cache
def message() -> Callable[[str], object]:
    """The one message that the queue carries: the id of a job that somebody should look at."""
    wake: Callable[[str], object] = queue().task(name="wake")(_run)
    return wake


def _run(job_id: str) -> None:
    """What a worker thread does with a message."""
    try:
        run_here(uuid.UUID(job_id))
    finally:
        # A thread that waits for work must not sit on a connection.
        connections.close_all()
