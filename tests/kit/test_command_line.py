"""`zhuixiao`: the overview, and one line and exit code 2 for mistakes."""

from pathlib import Path

import pytest

from tests.installation import Installation


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("empty") / "data")


def test_the_overview_names_the_products_commands(empty: Installation) -> None:
    shown = empty.run().stdout
    named = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    assert named[:3] == ["serve", "work", "user"]
    assert {"import", "export", "ledger", "backup", "restore", "check", "bench"} <= set(named)


@pytest.mark.parametrize(
    "args",
    [
        ["serv"],
        ["serve", "--port", "many"],
        ["serve", "--port", "99999"],
        ["serve", "--workers", "2"],
        ["serve", "--host", "203.0.113.9"],
        ["backup"],
        ["backup", "/proc/nowhere/x.zip"],
        ["restore", "missing.zip"],
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(empty: Installation, args: list[str]) -> None:
    done = empty.run(*args, code=2)
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("zhuixiao: ")


def test_a_setting_that_cannot_work_stops_the_start(tmp_path: Path) -> None:
    broken = Installation(tmp_path / "data", "mysql://localhost/x").run("check", code=2)
    assert broken.stderr.startswith("zhuixiao: setting DATABASE_URL:")


def test_an_empty_database_is_told_not_thrown(tmp_path: Path) -> None:
    done = Installation(tmp_path / "data").run("check", code=1)
    assert "fail  migrations" in done.stdout


def test_djangos_own_commands_still_work(empty: Installation) -> None:
    assert "zhuixiao.accounts" in empty.script(
        "import django; django.setup(); from django.conf import settings;"
        "print(settings.INSTALLED_APPS)"
    )
    assert "sqlmigrate" in empty.run("help", "sqlmigrate").stdout
