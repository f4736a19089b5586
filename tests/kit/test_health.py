"""/healthz, /readyz and what stands behind them."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from zhuixiao.kit import health, presence
from zhuixiao.kit.models import Job

WAITER = """
import sys
from types import SimpleNamespace
from django.conf import settings
settings.configure(DATA_DIR=sys.argv[1])
from zhuixiao.kit import presence
with presence.announce("serve", "http://there"):
    print("here", flush=True)
    sys.stdin.read()
"""


def test_liveness_asks_nothing_of_the_database() -> None:
    """Without the database mark any query would fail this test."""
    assert Client().get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_readiness_tells_no_details() -> None:
    response = Client().get("/readyz")
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "jobs": "ok",
    }


@pytest.mark.django_db
def test_missing_migrations_make_it_unready() -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="notices").delete()
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"] == "fail"


@pytest.mark.django_db
def test_a_job_that_waits_long_is_a_warning() -> None:
    now = timezone.now()
    assert health.queue(now).state == health.State.OK
    Job.objects.create(kind="x", created_at=now - timedelta(minutes=30))
    assert health.queue(now).state == health.State.WARN
    Job.objects.update(due_at=now + timedelta(minutes=1))
    assert health.queue(now).state == health.State.OK


def test_a_clock_before_the_release_is_wrong() -> None:
    assert health.clock(datetime(2019, 1, 1, tzinfo=UTC)).state == health.State.FAIL
    assert health.clock(timezone.now()).state == health.State.OK


def test_a_process_is_seen_while_it_lives_and_not_when_killed(
    tmp_path: Path, settings: Settings
) -> None:
    settings.DATA_DIR = tmp_path
    other = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WAITER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert other.stdout
    other.stdout.readline()
    assert [str(row) for row in presence.others()] == [f"serve (pid {other.pid}) http://there"]
    assert presence.others() != []
    other.kill()
    other.wait(10)
    assert presence.others() == []
    with presence.announce("work"):
        assert presence.others() == []
