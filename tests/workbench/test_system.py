"""The page of the system: health, backups, what the program does by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.kit import jobs
from zhuixiao.kit.backup import making, nightly, restoring
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.jobs import housekeeping
from zhuixiao.kit.jobs.running import Running
from zhuixiao.kit.models import Job, JobState
from zhuixiao.notices.models import Notice
from zhuixiao.workbench import failures


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


def test_who_manages_is_told_of_a_backup_that_failed(
    world: World, client_of: ClientOf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise RuleError("No space left on device")

    monkeypatch.setattr(making, "make", full)
    jobs.run_now(nightly.BACKUP, by_id=0)
    jobs.run_due()
    told = Notice.objects.filter(kind=failures.KIND)
    assert {row.employee for row in told} == {world.boss, world.admin}
    page = client_of(world.boss).get(reverse("notices:list")).content.decode()
    assert "备份失败：No space left on device" in page


def test_a_trial_restore_without_a_backup_makes_one_or_is_not_done(
    world: World, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(making, "make", lambda path, _progress: path.touch())
    monkeypatch.setattr(restoring, "check", lambda _path: None)
    monkeypatch.setattr(restoring, "rehearse", lambda path, _tell: tried.append(path.name))
    settings.BACKUPS_KEEP = 0
    assert state_after(nightly.DRILL) == JobState.CANCELLED
    settings.BACKUPS_KEEP = 7
    assert state_after(nightly.DRILL) == JobState.DONE
    assert tried == [path.name for path in folder.iterdir()]


def state_after(kind: str) -> str:
    job = jobs.run_now(kind, by_id=0)
    jobs.run_due()
    job.refresh_from_db()
    return job.state


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
