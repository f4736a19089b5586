"""Backup and restore of a whole installation, through the command line."""

from pathlib import Path

from tests.installation import Installation

CHANGE = """
import django
django.setup()
from zhuixiao.accounts.models import Company
from zhuixiao.files.models import StoredFile
from zhuixiao.files import disk
Company.objects.update(name="另一家公司")
row = StoredFile.objects.first()
disk.remove(row.stored)
row.delete()
"""
RELEASED_LATER = """
from pathlib import Path
import django
django.setup()
from zhuixiao.kit.backup import making
real = making.applied
making.applied = lambda: {**real(), "kit": [*real()["kit"], "0999_of_tomorrow"]}
making.make(Path("%s"))
"""


def test_what_is_restored_is_what_was_backed_up_row_by_row(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "copy.zip"
    rows, files = installation.rows(), installation.files()
    installation.run("backup", str(file))
    installation.script(CHANGE)
    assert installation.rows() != rows
    told = installation.run("restore", str(file), "--yes").stdout
    assert installation.rows() == rows
    assert installation.files() == files
    kept = next(installation.data.glob("before-restore-*"))
    assert str(kept) in told
    assert (kept / "secret.key").exists()
    installation.run("check")


def test_an_archive_goes_to_another_place(installation: Installation, tmp_path: Path) -> None:
    if installation.database:
        return
    file = tmp_path / "copy.zip"
    installation.run("backup", str(file))
    elsewhere = Installation(tmp_path / "elsewhere")
    elsewhere.run("restore", str(file), "--yes")
    assert elsewhere.rows() == installation.rows()
    assert elsewhere.files() == installation.files()


def test_verifying_touches_nothing(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    installation.run("backup", str(file))
    installation.script(CHANGE)
    rows = installation.rows()
    installation.run("restore", str(file), "--verify-only")
    assert installation.rows() == rows
    assert not list(installation.data.glob("before-restore-*"))


def test_without_yes_nothing_happens(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    installation.run("backup", str(file))
    refused = installation.run("restore", str(file), code=2)
    assert refused.stderr.count("\n") == 1
    assert not list(installation.data.glob("before-restore-*"))


def test_a_backup_of_a_newer_version_is_refused(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "newer.zip"
    installation.script(RELEASED_LATER % file)
    rows = installation.rows()
    refused = installation.run("restore", str(file), "--yes", code=2)
    assert refused.stderr.count("\n") == 1
    assert installation.rows() == rows


def test_a_second_backup_never_overwrites_the_first(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "copy.zip"
    installation.run("backup", str(file))
    before = file.read_bytes()
    installation.run("backup", str(file), code=2)
    assert file.read_bytes() == before


def test_while_the_program_runs_nothing_is_restored(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "copy.zip"
    installation.run("backup", str(file))
    working = installation.start("-m", "zhuixiao", "work")
    try:
        assert working.stdout
        working.stdout.readline()
        refused = installation.run("restore", str(file), "--yes", code=2)
        assert str(working.pid) in refused.stderr
    finally:
        working.kill()
        working.wait(10)
    # A killed program leaves its mark behind, which counts no more.
    installation.run("restore", str(file), "--yes")
