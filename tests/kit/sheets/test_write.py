import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuixiao.kit.sheets import (
    Cell,
    CellTooLong,
    FileTooBig,
    open_book,
    write,
    write_csv,
    write_xlsx,
)

AFTERNOON = datetime(2026, 1, 3, 14, 5)  # noqa: DTZ001  cells know no zone
HEADER = ["公司", "备注"]
# What both formats can hold: no control characters, which XML forbids, and no lone surrogates.
texts = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]),
        st.sampled_from("=+-@＝＋－＠'\t\n \ufeff\u00a0,;|\""),
    ),
    min_size=1,
    max_size=20,
)


def read(path: Path) -> list[list[Cell]]:
    with open_book(path) as book:
        return list(book.rows(book.sheets[0]))


def test_a_workbook_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows: list[list[Cell]] = [
        ["甲", "=1+1"],
        ["@x", "'=1"],
        [13800138000, -5],
        [1.5, True],
        [date(2026, 1, 3), AFTERNOON],
        [None, "x"],
        ["http://a.b", "00123"],
    ]
    assert write_xlsx(path, HEADER, rows) == len(rows)
    assert read(path) == [HEADER, *rows]


def test_no_text_of_a_workbook_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, ["=h"], [["=1+1"], ["{=1}"], ["http://a.b"], ["+1"], ["\t=1"]])
    page = openpyxl.load_workbook(path).active
    assert page is not None
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_number_too_long_for_a_spreadsheet_is_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, HEADER, [[110101199003070011, float("nan")]])
    assert read(path)[1] == ["110101199003070011", "nan"]


def test_an_aware_moment_is_written_as_its_own_clock(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, ["t"], [[AFTERNOON.replace(tzinfo=UTC)]])
    assert read(path)[1] == [AFTERNOON]


def test_text_beyond_the_limit_is_refused_and_not_dropped(tmp_path: Path) -> None:
    with pytest.raises(CellTooLong, match="Column B"):
        write_xlsx(tmp_path / "a.xlsx", HEADER, [["a", "x" * 32_768]])


def test_more_rows_than_a_sheet_holds_are_refused_and_not_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "MOST_ROWS", 4)
    assert write_xlsx(tmp_path / "a.xlsx", HEADER, [["a"]] * 3) == 3
    with pytest.raises(FileTooBig, match="at most 3 rows"):
        write_xlsx(tmp_path / "a.xlsx", HEADER, [["a"]] * 4)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_comes_back_as_it_was_written(
    tmp_path: Path, encoding: Literal["utf-8-sig", "gb18030"]
) -> None:
    path = tmp_path / "a.csv"
    rows: list[list[Cell]] = [["甲公司", "=1+1"], ["乙;丙", "-5"], ["+8613800138000", "a\nb"]]
    assert write_csv(path, HEADER, rows, encoding=encoding) == len(rows)
    assert read(path) == [HEADER, *rows]


def test_a_csv_for_excel_has_a_mark_and_dangerous_text_an_apostrophe(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["名", "@h"], [["=1+1", -5]])
    assert path.read_bytes() == '\ufeff"名","\'@h"\r\n"\'=1+1","-5"\r\n'.encode()


def test_values_of_other_types_are_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["a", "b"], [[date(2026, 1, 3), AFTERNOON], [None, True]])
    assert read(path)[1:] == [["2026-01-03", "2026-01-03 14:05:00"], [None, "True"]]


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_any_text_survives_a_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("x") / "a.csv"
    write_csv(path, HEADER, rows)
    assert read(path) == [HEADER, *map(list, rows)]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=20))
def test_any_text_survives_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    write_xlsx(path, HEADER, rows)
    assert read(path) == [HEADER, *map(list, rows)]


def test_exports_stream(tmp_path: Path) -> None:
    written = ([str(number), "x"] for number in range(1000))
    assert write_csv(tmp_path / "a.csv", HEADER, written) == 1000
    assert next(written, None) is None
