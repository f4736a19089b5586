"""Whose work is inside, and under which licence."""

from pathlib import Path

import pytest
from django.core.management import call_command

from zhuixiao.kit import licences

ROOT = Path(licences.__file__).resolve().parents[2]


def test_every_package_that_the_program_needs_is_named_with_its_licence() -> None:
    found = {row.name.casefold(): row for row in licences.python_packages(ROOT)}
    assert {"django", "pillow", "psycopg-binary", "pydantic"} <= set(found)
    assert "BSD" in found["django"].licence
    assert "Redistribution" in found["django"].text
    # Tools of the developers are not part of the program.
    assert not {"pytest", "ruff", "mypy"} & set(found)


def test_only_extras_that_were_asked_for_count() -> None:
    lines = ["a[x] >=1", "b ; extra == 'y'", "c ; python_version < '3.12'", "d_e[p,q]>=2"]
    found = dict(licences._requirements(lines, set()))
    assert found == {"a": {"x"}, "c": set(), "d-e": {"p", "q"}}
    assert "b" in dict(licences._requirements(lines, {"y"}))


def test_the_notice_lists_all_and_then_their_texts(tmp_path: Path) -> None:
    rows = [licences.Component("a", "1", "MIT", "Copyright A"), licences.Component("b", "2", "?")]
    lines = list(licences.notice(rows))
    assert [line.split() for line in lines[:2]] == [["a", "1", "MIT"], ["b", "2", "?"]]
    assert "Copyright A" in lines


def test_the_command_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("licences", tmp_path / "licences.txt")
    text = (tmp_path / "licences.txt").read_text("utf-8")
    assert "Apache" in text
    assert "packages" in capsys.readouterr().out
