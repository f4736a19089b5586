"""The page of the system: health, backups, what the program does by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.kit.jobs import housekeeping
from zhuixiao.kit.jobs.running import Running
from zhuixiao.kit.models import Job, JobState


@pytest.fixture(autouse=True)
def folder(settings: pytest.FixtureRequest, tmp_path: Path) -> Path:
    settings.BACKUPS_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_the_boss_sees_archives_and_routine_work(
    world: World, client_of: ClientOf, folder: Path
) -> None:
    (folder / "nightly-20260302-013000.zip").write_bytes(b"x" * 2048)
    page = client_of(world.boss).get(reverse("system")).content.decode()
    assert "nightly-20260302-013000.zip" in page
    assert "恢复演练" in page
    assert "每星期日 02:30" in page


def test_nobody_else_does(world: World, client_of: ClientOf) -> None:
    assert client_of(world.zheng).get(reverse("system")).status_code == 403


def test_routine_work_can_be_done_at_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    assert client.post(reverse("system-run", args=["notices.old"])).status_code == 302
    assert Job.objects.get(kind="notices.old").created_by_id == world.boss.pk
    assert client.post(reverse("system-run", args=["no.such"])).status_code == 404


def test_good_routine_is_forgotten_after_two_days_but_for_the_last_time(world: World) -> None:
    now = timezone.now()
    for days in (5, 4, 3):
        at = now - timedelta(days=days)
        Job.objects.create(kind="a", state=JobState.DONE, created_at=at, finished_at=at)
        Job.objects.create(
            kind="b", state=JobState.DONE, created_at=at, finished_at=at, created_by_id=1
        )
    job = Job.objects.create(kind="kit.housekeeping", created_at=now, state=JobState.RUNNING)
    told = housekeeping.forget_old(Running(job, now=now))
    assert told is not None
    assert told["routine"] == 2
    assert Job.objects.filter(kind="b").count() == 3
