"""Processes are killed with SIGKILL: nothing that was acknowledged is lost, nothing is doubled."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

from tests.installation import Installation

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks its victims"),
]
ROUNDS = 10
KEYS = """
import json, django
django.setup()
from zhuixiao.notices.models import Notice
rows = Notice.objects.filter(kind__startswith="fault").order_by("pk")
print(json.dumps([[row.text, str(row.pk)] for row in rows]))
"""


def nursery(installation: Installation, *args: str) -> str:
    process = installation.start("-m", "tests.faults.nursery", *args)
    out, _err = process.communicate(timeout=120)
    assert process.returncode == 0
    return out


def written(installation: Installation) -> dict[str, list[str]]:
    """The rows of each key."""
    found = defaultdict(list)
    for key, row in json.loads(installation.script(KEYS)):
        found[key].append(row)
    return found


def test_killed_writers_lose_nothing_and_double_nothing(
    installation: Installation,
    tmp_path: Path,
) -> None:
    nursery(installation, "writers", str(tmp_path), str(ROUNDS))
    rows = written(installation)
    acknowledged = [
        line.split() for file in tmp_path.glob("acks-*") for line in file.read_text().splitlines()
    ]
    assert len(acknowledged) > 2 * ROUNDS
    assert {key: len(found) for key, found in rows.items() if len(found) > 1} == {}
    for key, answer in acknowledged:
        assert rows.get(key) == [answer], key
    installation.run("check")


def test_a_worker_killed_at_every_place_does_each_step_once(
    installation: Installation,
) -> None:
    told = json.loads(nursery(installation, "worker"))
    assert told["state"] == "done"
    assert told["deaths"] >= 6
    assert {key: len(found) for key, found in written(installation).items()} == {
        "0": 1,
        "1": 1,
        "2": 1,
    }


def test_a_backup_under_writes_holds_all_that_was_acknowledged_before(
    installation: Installation,
    tmp_path: Path,
) -> None:
    told = json.loads(nursery(installation, "backups", str(tmp_path)))
    assert told["after"] > told["before"], "nobody wrote during the backup: the test proves nothing"
    installation.run("restore", str(tmp_path / "copy.zip"), "--yes")
    rows = written(installation)
    lines = (tmp_path / "acks").read_text().splitlines()
    missing = [line for line in lines[: told["before"]] if line.split()[0] not in rows]
    assert missing == []
    assert all(len(found) == 1 for found in rows.values())
