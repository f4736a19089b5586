"""The real queue and the real threads."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.kit.jobs.kinds import ran
from zhuixiao.kit import jobs
from zhuixiao.kit.jobs import queue, running, schedule
from zhuixiao.kit.jobs.threads import Threads
from zhuixiao.kit.models import Job, JobState, SchedulerLease

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_queue(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    settings.JOBS_MODE, settings.JOBS_FILE = "process", tmp_path / "jobs.sqlite3"
    monkeypatch.setattr(schedule, "_periodic", {})
    queue.queue.cache_clear()
    queue.message.cache_clear()
    yield settings.JOBS_FILE
    # Threads that stop tell every job of the process to stop: later tests must not hear it.
    running.stopping.clear()
    queue.queue().storage.close()
    queue.queue.cache_clear()
    queue.message.cache_clear()


def ended(job: Job, seconds: float = 15) -> Job:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job.refresh_from_db()
        if not job.is_open:
            break
        time.sleep(0.05)
    return job


def test_threads_do_jobs_and_stop() -> None:
    threads = Threads(workers=2)
    threads.start()
    try:
        rows = [jobs.enqueue("test.note", payload={"n": n}, by_id=0) for n in range(20)]
        assert {ended(row).state for row in rows} == {JobState.DONE}
    finally:
        threads.stop()
    assert sorted(ran) == list(range(20))
    assert SchedulerLease.objects.get().owner == ""


def test_a_job_whose_message_was_lost_is_done_all_the_same(own_queue: Path) -> None:
    job = jobs.enqueue("test.note", payload={"n": 1}, by_id=0)
    queue.queue().flush()
    threads = Threads(workers=1)
    threads.start()
    try:
        assert ended(job).state == JobState.DONE
    finally:
        threads.stop()


def test_messages_hold_no_code(own_queue: Path) -> None:
    job = jobs.enqueue("test.note", payload={"n": 1}, by_id=0)
    with closing(sqlite3.connect(own_queue)) as database:
        (message,) = database.execute("SELECT data FROM task").fetchone()
    assert bytes(message).startswith(b"[")
    assert str(job.pk).encode() in bytes(message)
