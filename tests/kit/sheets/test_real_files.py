"""Files that other programs and people made."""

import json
from pathlib import Path

import pytest

from tests.shared import DATA, needs_shared
from zhuixiao.kit.sheets import Row, data_rows, find_header, open_book

pytestmark = [needs_shared, pytest.mark.shared]

EXPORTS = DATA / "crm_exports"
LOADER = EXPORTS / "salesforce-dataloader" / "src"
TEST_FILES = LOADER / "test/resources/testfiles/data"
SAMPLES = LOADER / "main/resources/samples/data"
# Their figure counts line ends as bytes, so the NULs behind the last line end count as a line.
NUL_TAIL = {"csvtext_BOM_UTF16LE.csv", "csvtext_BOM_UTF32LE.csv"}


def records(path: Path) -> tuple[list[str], list[Row]]:
    with open_book(path) as book:
        header = find_header(list(book.rows(book.sheets[0]))[:40], known={"id"})
        return header.names, list(data_rows(book, book.sheets[0], header))


def expected() -> dict[str, int]:
    if not DATA.is_dir():
        return {}
    figures: dict[str, int] = json.loads((EXPORTS / "expected.json").read_text())["sf_testfiles"]
    return figures


@pytest.mark.parametrize(("name", "lines"), expected().items())
def test_every_test_file_of_the_data_loader_has_as_many_rows_as_lines(
    name: str, lines: int
) -> None:
    with open_book(TEST_FILES / name) as book:
        rows = list(book.rows(book.sheets[0]))
        assert not book.encoding_guessed
    assert len(rows) == lines - (name in NUL_TAIL)


@pytest.mark.parametrize(
    "name", [name for name in expected() if name.startswith("csvtext_BOM")] or ["csvtext.csv"]
)
def test_the_same_table_comes_out_of_every_encoding(name: str) -> None:
    names, rows = records(TEST_FILES / name)
    assert names == ["column1", "column2", "column3"]
    assert [row.cells for row in rows] == [
        ["row1-1", "row1-2", "row1-3"],
        ["row2-1", "row2-2", "row2-3"],
    ]


def test_the_sample_accounts_are_all_read_although_they_are_not_utf_8() -> None:
    names, rows = records(SAMPLES / "accountData.csv")
    assert len(rows) == 423
    assert not [row for row in rows if row.error]
    column = names.index("NAME")
    assert len({row.cells[names.index("ID")] for row in rows}) == 423
    assert len({row.cells[column] for row in rows}) == 422
    assert "Pébéo of America" in {row.cells[column] for row in rows}


def test_the_sample_opportunities_are_all_read() -> None:
    names, rows = records(SAMPLES / "opportunityData.csv")
    assert len(rows) == 38
    stages = [row.cells[names.index("STAGENAME")] for row in rows]
    assert stages.count("Closed Won") == 8
