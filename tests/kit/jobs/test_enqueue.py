"""Asking for jobs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.kit.jobs.kinds import ran
from zhuixiao.kit import jobs
from zhuixiao.kit.models import Job, JobState

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., Any]


def test_a_job_runs_after_the_commit(django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue("test.note", payload={"n": 1}, by_id=7)
        assert ran == []
    job.refresh_from_db()
    assert ran == [1]
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"noted": 1}, 1)


def test_a_job_of_a_transaction_that_fails_does_not_exist() -> None:
    def fail() -> None:
        with transaction.atomic():
            jobs.enqueue("test.note", payload={"n": 1}, by_id=7)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Job.objects.exists()


def test_an_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("test.nothing", by_id=0)


def test_while_a_job_waits_its_key_gives_the_same_job() -> None:
    first = jobs.enqueue("test.note", payload={"n": 1}, by_id=0, key="one")
    again = jobs.enqueue("test.note", payload={"n": 2}, by_id=0, key="one")
    assert again == first
    jobs.run_due()
    assert jobs.enqueue("test.note", payload={"n": 3}, by_id=0, key="one") != first


def test_a_job_for_later_waits_until_then() -> None:
    later = timezone.now() + timedelta(hours=1)
    job = jobs.enqueue("test.note", payload={"n": 1}, by_id=0, at=later)
    assert jobs.run_due() == 0
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
    assert jobs.run_due() == 1


def test_a_waiting_job_is_cancelled_at_once() -> None:
    job = jobs.enqueue("test.note", payload={"n": 1}, by_id=0)
    assert jobs.cancel(job.pk)
    assert jobs.run_due() == 0
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not jobs.cancel(job.pk)


def test_a_label_is_shown_in_the_readers_language() -> None:
    job = jobs.enqueue("test.note", by_id=0, label="%(n)s rows", label_params={"n": 3})
    assert job.title == "3 rows"


def test_the_remaining_time_follows_from_the_speed_so_far() -> None:
    start = timezone.now()
    job = Job(state=JobState.RUNNING, started_at=start, progress_done=25, progress_total=100)
    assert job.percent == 25
    assert job.remaining(start + timedelta(seconds=10)) == timedelta(seconds=30)
    job.progress_done = 0
    assert job.remaining(start + timedelta(seconds=10)) is None
