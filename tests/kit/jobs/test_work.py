"""Claiming, failing, retrying, cancelling."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.kit.jobs.kinds import ran
from zhuixiao.kit import jobs
from zhuixiao.kit.jobs import running, work
from zhuixiao.kit.jobs.errors import LeaseLost
from zhuixiao.kit.models import Job, JobState, JobStep

pytestmark = pytest.mark.django_db


def all_due() -> None:
    """As if every pause before a retry were over."""
    Job.objects.filter(state=JobState.QUEUED).update(due_at=None)


def test_a_job_is_done_by_the_first_who_claims_it() -> None:
    job = jobs.enqueue("test.note", payload={"n": 1}, by_id=0)
    assert work.run_job(job.pk)
    assert not work.run_job(job.pk)
    assert ran == [1]


def test_an_unexpected_error_is_tried_again_with_a_pause_and_then_parked() -> None:
    job = jobs.enqueue("test.fail", by_id=0)
    assert jobs.run_due() == 1
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.due_at
    assert job.due_at > timezone.now()
    for _attempt in range(5):
        all_due()
        jobs.run_due()
    job.refresh_from_db()
    assert ran == [1, 2, 3]
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.error
    assert "printer" not in job.error


def test_a_rules_no_is_told_and_never_tried_again() -> None:
    job = jobs.enqueue("test.refuse", by_id=0)
    jobs.run_due()
    all_due()
    jobs.run_due()
    job.refresh_from_db()
    assert ran == [1]
    assert (job.state, job.error) == (JobState.FAILED, "Choose a file first.")


def test_a_running_job_stops_at_the_next_good_place() -> None:
    job = jobs.enqueue("test.count", payload={"cancel_at": 1}, by_id=0)
    running.PROGRESS_EVERY_SECONDS, before = 0.0, running.PROGRESS_EVERY_SECONDS
    try:
        jobs.run_due()
    finally:
        running.PROGRESS_EVERY_SECONDS = before
    job.refresh_from_db()
    assert ran == [1]
    assert job.state == JobState.CANCELLED


def test_progress_ends_at_the_total() -> None:
    job = jobs.enqueue("test.count", by_id=0)
    jobs.run_due()
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.percent) == (10, 10, 100)


@pytest.mark.parametrize("breaks_at", [0, 1, 2])
def test_each_step_takes_effect_once_wherever_the_run_broke(breaks_at: int) -> None:
    job = jobs.enqueue("test.steps", payload={"breaks_at": breaks_at}, by_id=0)
    jobs.run_due()
    assert JobStep.objects.filter(job=job).count() == breaks_at
    all_due()
    jobs.run_due()
    job.refresh_from_db()
    assert job.state == JobState.DONE
    # The step that broke ran twice, but its transaction counted once.
    assert JobStep.objects.filter(job=job).count() == 3
    assert ran == [*range(breaks_at + 1), *range(breaks_at, 3)]


def test_jobs_of_one_lane_run_one_at_a_time() -> None:
    jobs.enqueue("test.alone", payload={"n": 1, "starts": True}, by_id=0)
    jobs.enqueue("test.alone", payload={"n": 2}, by_id=0)
    jobs.run_due()
    assert ran == [1, "0 others ran meanwhile", 2]


def test_a_run_that_lost_its_job_writes_nothing_more() -> None:
    job = jobs.enqueue("test.count", by_id=0)
    claimed = work._claim(job.pk, timezone.now())
    assert claimed
    old = running.Running(claimed, now=timezone.now())
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, run=None)
    newer = work._claim(job.pk, timezone.now())
    assert newer
    with pytest.raises(LeaseLost):
        old.progress(10, 10)
    work._end(claimed, JobState.FAILED)
    job.refresh_from_db()
    assert (job.state, job.progress_done) == (JobState.RUNNING, 0)


def test_a_failed_job_starts_again_from_the_step_it_lost() -> None:
    job = jobs.enqueue("test.steps", payload={"breaks_at": 1}, by_id=0)
    Job.objects.filter(pk=job.pk).update(max_attempts=1)
    jobs.run_due()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert jobs.retry(job.pk)
    Job.objects.filter(pk=job.pk).update(payload={})
    jobs.run_due()
    assert ran == [0, 1, 1, 2]


def test_a_job_of_another_version_fails_with_a_reason() -> None:
    job = Job.objects.create(kind="gone", created_at=timezone.now() - timedelta(days=1))
    jobs.run_due()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error
