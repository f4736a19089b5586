"""`zhuixiao bench`, from the command line to the table."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from zhuixiao.benchmarks.promises import DOORS, IMPORT, KEYS

# They measure on SQLite whatever the suite runs on: once is enough.
on_sqlite = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="measured with SQLite"
)


def run(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own with a data folder of its own."""
    environment = {**os.environ, "ZHUIXIAO_DATA": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "zhuixiao", "bench", "--database", "sqlite", *options]
    return subprocess.run(  # noqa: S603  (our own words)
        command, env=environment, capture_output=True, text=True, check=False
    )


@on_sqlite
def test_the_whole_benchmark_runs_on_a_tiny_company_which_can_be_kept(tmp_path: Path) -> None:
    out = tmp_path / "table.md"
    sizes = ("--sizes", "200", "--import-sizes", "100", "--order-sizes", "300")
    # What is sent to a served process is thousands of requests: tested by itself.
    rows = ("--rows", ",".join(key for key in KEYS if key not in DOORS))
    done = run(tmp_path, *sizes, *rows, "--runs", "1", "--keep", "--out", str(out))
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    assert text in done.stdout
    lines = [line for line in text.splitlines() if line.startswith("|")]
    # Three heads with a line under each, and a row for every key.
    assert len(lines) == len(KEYS) - len(DOORS) + 6
    assert "| 100 rows |" in text
    assert "| 300 lines |" in text
    assert "writing customers" in done.stderr
    again = run(tmp_path, "--sizes", "200", "--runs", "1", "--rows", "table", "--keep")
    assert again.returncode == 0, again.stderr
    assert "writing customers" not in again.stderr
    assert "three-axis" not in again.stdout


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(CommandError, match="unknown row tabel"):
        call_command("bench", "--rows", f"tabel,{IMPORT}")
