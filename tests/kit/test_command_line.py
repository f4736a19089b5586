"""`zhuixiao`: the overview, and one line and exit code 2 for mistakes."""

from pathlib import Path

import pytest

from tests.installation import Installation
from zhuixiao.kit import version

ANNOUNCE = """
import time, django
django.setup()
from zhuixiao.kit import presence
with presence.announce("serve", "http://192.0.2.7:8804"):
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("empty") / "data")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo company, made from nothing; no test changes its people."""
    made = Installation(tmp_path_factory.mktemp("demo") / "data")
    assert "boss: " in made.run("demo", "--scale", "0.001").stdout
    return made


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
        ["backup", "of-nothing.zip"],
        ["user", "list"],
        ["export", "customers", "x.xlsx"],
        ["ledger", "verify"],
        ["demo", "--scale", "nan"],
        ["demo", "--scale", "inf"],
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(empty: Installation, args: list[str]) -> None:
    done = empty.run(*args, code=2)
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("zhuixiao: ")


def test_an_unprepared_database_says_what_to_do(empty: Installation) -> None:
    assert "zhuixiao serve" in empty.run("user", "list", code=2).stderr


def test_a_refusal_names_the_file(empty: Installation) -> None:
    assert "missing.zip" in empty.run("restore", "missing.zip", code=2).stderr


def test_the_demo_company_needs_no_server_before_it(demo: Installation) -> None:
    assert "ok    migrations" in demo.run("check").stdout
    assert "--scale" not in demo.run("demo", code=2).stderr


def test_an_export_to_nowhere_and_a_taken_name_are_one_line(
    demo: Installation, tmp_path: Path
) -> None:
    nowhere = str(tmp_path / "nowhere" / "x.xlsx")
    assert nowhere in demo.run("export", "customers", nowhere, code=2).stderr.splitlines()[0]
    taken = ["--name=x", "--username=liaoli", "--role=sales", "--department=1"]
    assert demo.run("user", "add", *taken, code=2).stderr.startswith("zhuixiao: username: ")


def test_the_version_is_the_programs_own(empty: Installation) -> None:
    assert empty.run("--version").stdout.strip() == version.current()


@pytest.mark.parametrize("asked", [[], ["--help"], ["help"], ["version"], ["user", "add", "-h"]])
def test_who_asks_for_help_gets_no_data_folder(tmp_path: Path, asked: list[str]) -> None:
    untouched = Installation(tmp_path / "data")
    assert untouched.run(*asked).stdout
    assert not untouched.data.exists()


def test_a_link_leads_to_the_server_that_runs(demo: Installation) -> None:
    assert demo.run("user", "invite", "zhengbin").stdout.startswith("http://127.0.0.1:8800/")
    running = demo.start("-c", ANNOUNCE)
    try:
        assert running.stdout
        assert running.stdout.readline() == "ready\n"
        link = demo.run("user", "invite", "zhengbin").stdout
    finally:
        running.kill()
        running.wait()
    assert link.startswith("http://192.0.2.7:8804/invitation/")


def test_help_shows_the_options_of_the_product_only(empty: Installation) -> None:
    shown = empty.run("export", "--help").stdout
    assert "--contacts" in shown
    assert "--pythonpath" not in shown


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
