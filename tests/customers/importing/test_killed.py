"""kill -9 in the middle of an import: each row is in once or not at all, and it goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.customers.importing.files import as_csv

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[3]
ROWS = 6_000

# Runs in a process of its own: makes the company and a checked batch, or imports what is left.
SET_UP = """
from tests.world import build
from tests.customers.importing.files import ready
from pathlib import Path
world = build()
ready(world.boss, Path({file!r}).read_bytes())
"""
IMPORT = """
from django.utils import timezone
from tests.world import actor
from zhuixiao.accounts.choices import Via
from zhuixiao.customers.importing import batches, jobs
from zhuixiao.customers.models import ImportBatch
batch = ImportBatch.objects.get()
if batch.state == "checked":
    batches.prepare(by=actor(batch.created_by, via=Via.IMPORT), batch=batch)
jobs.import_batch(batch, progress=lambda done, total: print(done, flush=True), now=timezone.now())
"""
PROOF = """
from django.db.models import Count
from zhuixiao.customers.models import Contact, Customer, CustomerPhone, ImportBatch, SearchIndex
from zhuixiao.ledger import checks
batch = ImportBatch.objects.get()
names = Customer.objects.values("name").annotate(n=Count("pk")).filter(n__gt=1)
print(batch.state, batch.created_count, batch.rejected_count, batch.rejected.count(),
      Customer.objects.count(), names.count(), Contact.objects.count(),
      CustomerPhone.objects.count(), SearchIndex.objects.count(), len(checks.verify()))
"""
BEGIN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


def run(folder: Path, code: str) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "ZHUIXIAO_DATA": str(folder),
        "ZHUIXIAO_JOBS": "worker",
        "DJANGO_SETTINGS_MODULE": "zhuixiao.config.settings",
        "ZHUIXIAO_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, "-c", BEGIN + code],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def finished(process: "subprocess.Popen[str]") -> list[str]:
    out, _err = process.communicate(timeout=300)
    assert process.returncode == 0
    return out.split("\n")[-2].split() if out else []


def test_a_killed_import_loses_and_doubles_nothing(tmp_path: Path) -> None:
    rows = [["客户名称", "联系人", "手机"]]
    for number in range(1, ROWS + 1):
        # Every hundredth row is bad: its phone was destroyed.
        phone = "1.38E+10" if number % 100 == 0 else f"138{number:08}"
        rows.append([f"第{number}号客户有限公司", f"联系人{number}", phone])
    file = tmp_path / "rows.csv"
    file.write_bytes(as_csv(rows))
    folder = tmp_path / "data"
    folder.mkdir()
    finished(run(folder, SET_UP.format(file=str(file))))
    kills = 0
    # Shortly after the chunk, so that the next one is being written.
    for pause in (0.0, 0.15, 0.4, 0.05):
        process = run(folder, IMPORT)
        assert process.stdout is not None
        line = process.stdout.readline()
        time.sleep(pause)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
        process.stdout.close()
        if not line:
            break
    assert kills >= 3
    finished(run(folder, IMPORT))
    good = ROWS - ROWS // 100
    assert finished(run(folder, PROOF)) == [
        "done",
        str(good),
        str(ROWS - good),
        str(ROWS - good),
        str(good),
        "0",
        str(good),
        str(good),
        str(good),
        "0",
    ]
