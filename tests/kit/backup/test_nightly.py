"""A backup each night: read back, the oldest removed, practised each week."""

import json
import os
import time
from typing import Any

from tests.installation import Installation

RUN = """
import json, sys, django
django.setup()
from zhuixiao.kit import jobs
from zhuixiao.kit.models import Job
job = jobs.run_now("{kind}", by_id=0)
jobs.run_due()
job.refresh_from_db()
print(json.dumps({{"state": job.state, "error": job.error, **job.result}}))
"""


def run(installation: Installation, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(installation.script(RUN.format(kind=kind)))
    return found


def test_a_nightly_backup_can_be_restored(installation: Installation) -> None:
    rows = installation.rows()["customers_customer"]
    made = run(installation, "kit.backup")
    assert made["state"] == "done", made
    archive = installation.data / "backups" / made["file"]
    installation.run("restore", str(archive), "--yes")
    assert installation.rows()["customers_customer"] == rows


def test_only_the_newest_stay(installation: Installation) -> None:
    folder = installation.data / "backups"
    old = [folder / f"nightly-2026010{day}-013000.zip" for day in range(1, 9)]
    for path in old:
        path.touch()
    run(installation, "kit.backup")
    assert len(list(folder.iterdir())) == 7
    assert not old[0].exists()
    assert old[-1].exists()


def test_the_drill_brings_the_newest_to_life_and_leaves_nothing_behind(
    installation: Installation,
) -> None:
    run(installation, "kit.backup")
    before = sorted(path.name for path in installation.data.iterdir())
    drilled = run(installation, "kit.backup_drill")
    assert drilled["state"] == "done", drilled
    assert drilled["file"].startswith("nightly-")
    assert sorted(path.name for path in installation.data.iterdir()) == before


def test_a_damaged_archive_fails_the_drill_and_the_check_says_so(
    installation: Installation,
) -> None:
    made = run(installation, "kit.backup")
    assert "ok    backup" in installation.run("check").stdout
    archive = installation.data / "backups" / made["file"]
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    assert run(installation, "kit.backup_drill")["state"] == "failed"
    assert "warn  backup" in installation.run("check").stdout


def test_without_a_backup_the_check_warns(installation: Installation) -> None:
    assert "warn  backup" in installation.run("check").stdout


def test_what_a_killed_backup_left_goes_and_a_running_one_stays(
    installation: Installation,
) -> None:
    folder = installation.data / "backups"
    left, running = folder / ".zhuixiao-left", folder / ".zhuixiao-running"
    for path in (left, running):
        path.mkdir(parents=True)
        (path / "nightly-20260101-013000.zip").touch()
    yesterday = time.time() - 24 * 3600
    os.utime(left, (yesterday, yesterday))
    run(installation, "kit.backup")
    assert not left.exists()
    assert running.exists()
