"""Jobs of dead workers, and who leads."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.kit.jobs.kinds import ran
from zhuixiao.kit import jobs
from zhuixiao.kit.jobs import leader, sweep, work
from zhuixiao.kit.jobs.running import LEASE
from zhuixiao.kit.models import Job, JobState, SchedulerLease

pytestmark = pytest.mark.django_db


class Steady:
    """A clock that only tests move, in place of the computer's steady one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        for module in (sweep, leader):
            monkeypatch.setattr(module.time, "monotonic", lambda: self.now)


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> Steady:
    return Steady(monkeypatch)


def running_elsewhere() -> Job:
    """A job that a worker of another process has claimed."""
    job = jobs.enqueue("test.note", payload={"n": 1}, by_id=0)
    claimed = work._claim(job.pk, timezone.now())
    assert claimed
    return claimed


def test_a_job_whose_heart_stands_still_goes_back(steady: Steady) -> None:
    job, watch = running_elsewhere(), sweep.Watch()
    assert watch.dead() == []
    steady.now += LEASE.total_seconds() - 1
    assert watch.dead() == []
    steady.now += 1
    assert watch.dead() == [job]
    assert sweep.recover(job, timezone.now())
    jobs.run_due()
    assert ran == [1]


def test_a_beating_job_is_left_alone_whatever_the_clock_says(steady: Steady) -> None:
    job, watch = running_elsewhere(), sweep.Watch()
    watch.dead()
    # The clock of the machine jumps by a day: no lease counts as over because of that.
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert watch.dead() == []
    for beat in range(10):
        steady.now += LEASE.total_seconds() / 2
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(hours=beat))
        assert watch.dead() == []


def test_a_job_that_keeps_killing_its_worker_is_parked(steady: Steady) -> None:
    job = running_elsewhere()
    deaths = 0
    while job.state == JobState.RUNNING:
        deaths += 1
        assert sweep.recover(job, timezone.now())
        claimed = work._claim(job.pk, timezone.now())
        job = claimed or Job.objects.get(pk=job.pk)
    assert deaths == work.DEATHS_ALLOWED
    assert job.state == JobState.FAILED
    assert job.error


def test_a_recovered_job_is_not_recovered_twice() -> None:
    job = running_elsewhere()
    assert sweep.recover(job, timezone.now())
    assert not sweep.recover(job, timezone.now())


def test_one_leads_and_another_takes_over_when_it_is_gone(steady: Steady) -> None:
    first, second = leader.Leadership(), leader.Leadership()
    assert first.holds()
    assert not second.holds()
    steady.now += leader.GONE_AFTER_SECONDS - 1
    assert first.holds()
    assert not second.holds()
    steady.now += leader.GONE_AFTER_SECONDS
    assert second.holds()
    steady.now += leader.BEAT_EVERY_SECONDS
    assert not first.holds()


def test_a_leader_that_leaves_makes_room_at_once(steady: Steady) -> None:
    first, second = leader.Leadership(), leader.Leadership()
    assert first.holds()
    first.leave()
    assert second.holds()
    assert SchedulerLease.objects.get().owner == second.name


def test_of_many_candidates_for_an_empty_chair_one_wins() -> None:
    candidates = [leader.Leadership(name=uuid.uuid4().hex) for _ in range(5)]
    assert sum(candidate.holds() for candidate in candidates) == 1
