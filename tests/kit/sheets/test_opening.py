import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from tests.kit.sheets.builders import ods_text, write_ods, write_xlsb, write_xlsx_sheet
from zhuixiao.kit.sheets import (
    Book,
    Cell,
    DamagedFile,
    EmptyFile,
    FileTooBig,
    Merge,
    NoSuchSheet,
    NotATable,
    SheetError,
    open_book,
)
from zhuixiao.kit.sheets.kinds import Kind

AFTERNOON = datetime(2026, 1, 3, 14, 5)  # noqa: DTZ001  cells know no zone


def all_rows(path: Path, sheet: str | None = None) -> list[list[Cell]]:
    with open_book(path) as book:
        return list(book.rows(sheet or book.sheets[0]))


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        hours = book.add_format({"num_format": "[hh]:mm"})
        page = book.add_worksheet("客户")
        page.merge_range(1, 1, 1, 3, "title")
        page.write_row(2, 1, ["甲", 13800138000, 1.5])
        page.write_boolean(3, 1, True)
        page.write_datetime(3, 2, date(2026, 1, 3), day)
        page.write_datetime(3, 3, AFTERNOON, moment)
        page.write_datetime(4, 1, timedelta(hours=25), hours)
        page.write_formula(4, 2, "=1+1", value=2)
        page.merge_range(5, 1, 7, 1, "firm")
        page.write(7, 2, "last")
        book.add_worksheet("empty")
        lists = book.add_worksheet("lists")
        lists.write(0, 0, "pick")
        lists.hide()
    return path


def test_a_workbook_gives_its_rows_from_the_first_and_its_columns_from_the_first(
    xlsx: Path,
) -> None:
    assert all_rows(xlsx) == [
        [None, None, None, None],
        [None, "title", None, None],
        [None, "甲", 13800138000, 1.5],
        [None, True, date(2026, 1, 3), AFTERNOON],
        [None, "25:00:00", 2, None],
        [None, "firm", None, None],
        [None, None, None, None],
        [None, None, "last", None],
    ]


def test_a_phone_in_a_numeric_cell_is_a_whole_number(xlsx: Path) -> None:
    phone = all_rows(xlsx)[2][2]
    assert type(phone) is int
    assert str(phone) == "13800138000"


def test_hidden_sheets_are_left_out_and_empty_ones_have_no_rows(xlsx: Path) -> None:
    with open_book(xlsx) as book:
        assert book.kind == Kind.XLSX
        assert book.sheets == ["客户", "empty"]
        assert list(book.rows("empty")) == []
        assert book.encoding is None


def test_merged_areas_are_told(xlsx: Path) -> None:
    with open_book(xlsx) as book:
        assert book.merges("客户") == [Merge(1, 1, 1, 3), Merge(5, 1, 7, 1)]
        assert book.merges("empty") == []


def test_a_sheet_can_be_read_in_parts_and_again_and_beside_itself(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path) as file:
        for name in ("a", "b"):
            page = file.add_worksheet(name)
            for number in range(2500):
                page.write(number, 0, f"{name}{number}")
    with open_book(path) as book:
        first, second = book.rows("a"), book.rows("b")
        assert [next(first) for _ in range(3)] == [["a0"], ["a1"], ["a2"]]
        assert next(second) == ["b0"]
        assert list(first)[-1] == ["a2499"]
        assert len(list(second)) == 2499
        assert list(book.rows("a")) == [[f"a{number}"] for number in range(2500)]


def test_an_unknown_sheet_is_refused_by_name(xlsx: Path) -> None:
    with open_book(xlsx) as book, pytest.raises(NoSuchSheet, match="没有"):
        list(book.rows("没有"))


def test_a_workbook_of_openpyxl_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "o.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["姓名", "电话", "日期"])
    page.append(["张三", 13800138000, date(2026, 1, 3)])
    book.save(path)
    rows = all_rows(path)
    assert rows[0] == ["姓名", "电话", "日期"]
    assert rows[1][:2] == ["张三", 13800138000]
    assert str(rows[1][2])[:10] == "2026-01-03"


def test_an_old_xls_reads_the_same_and_tells_merged_areas(tmp_path: Path) -> None:
    path = tmp_path / "o.xls"
    file = xlwt.Workbook()
    page = file.add_sheet("表")
    page.write_merge(1, 3, 1, 1, "公司")
    page.write(1, 2, "张三")
    page.write(2, 2, 13800138000)
    file.save(str(path))
    with open_book(path) as book:
        assert book.kind == Kind.XLS
        assert list(book.rows("表"))[1:3] == [[None, "公司", "张三"], [None, None, 13800138000]]
        assert book.merges("表") == [Merge(1, 1, 3, 1)]


def test_an_xlsb_and_an_ods_read_too(tmp_path: Path) -> None:
    binary = write_xlsb(
        tmp_path / "b.xlsb", [(0, 0, "姓名"), (0, 1, "电话"), (2, 1, 13800138000.0)]
    )
    assert all_rows(binary) == [["姓名", "电话"], [None, None], [None, 13800138000]]
    opened = write_ods(
        tmp_path / "o.ods",
        f"<table:table-row>{ods_text('姓名')}{ods_text('电话', repeated=2)}</table:table-row>",
    )
    assert all_rows(opened) == [["姓名", "电话", "电话"]]


def test_a_sheet_whose_cells_do_not_say_where_they_stand_is_read_in_order(tmp_path: Path) -> None:
    sheet = '<row><c><v>1</v></c><c t="inlineStr"><is><t>x</t></is></c></row>'
    assert all_rows(write_xlsx_sheet(tmp_path / "s.xlsx", sheet)) == [[1, "x"]]


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.dat"])
def test_the_content_decides_and_not_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes("姓名,电话\n张三,13800138000\n".encode("gb18030"))
    with open_book(path) as book:
        assert book.kind == Kind.TEXT
        assert list(book.rows("a"))[1] == ["张三", "13800138000"]
    path.write_text("<html><table><tr><td>姓名</td></tr></table></html>", encoding="utf-8")
    with open_book(path) as book:
        assert book.kind == Kind.HTML


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n",
        b"\x1f\x8b\x08",
        b'<?xml version="1.0"?><Workbook/>',
    ],
)
def test_files_of_other_kinds_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotATable):
        open_book(path)


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch()
    with pytest.raises(EmptyFile):
        open_book(path)


def test_bytes_without_meaning_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(bytes(range(1, 32)) * 400)
    with pytest.raises(NotATable):
        open_book(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(NotATable):
        open_book(path)


def test_a_file_cut_short_is_damaged(xlsx: Path) -> None:
    xlsx.write_bytes(xlsx.read_bytes()[:-200])
    with pytest.raises(DamagedFile, match="damaged"):
        open_book(xlsx)


def test_more_than_five_hundred_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet().write_row(0, 0, range(501))
    with open_book(path) as book, pytest.raises(FileTooBig, match="500 columns"):
        list(book.rows("Sheet1"))
    text = tmp_path / "wide.csv"
    text.write_text(",".join("x" * 501) + "\n")
    with open_book(text) as book, pytest.raises(FileTooBig, match="500 columns"):
        list(book.rows("wide"))


def test_a_file_above_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(100 * 2**20 + 1)
    with pytest.raises(FileTooBig, match="100 MB"):
        open_book(path)


def test_closing_a_book_ends_its_reader(xlsx: Path) -> None:
    book = open_book(xlsx)
    process = book._process  # type: ignore[attr-defined]
    assert process.poll() is None
    book.close()
    assert process.poll() is not None
    with pytest.raises(SheetError):
        list(book.rows("客户"))


def test_a_forgotten_book_ends_its_reader(xlsx: Path) -> None:
    book: Book | None = open_book(xlsx)
    process = book._process  # type: ignore[union-attr]
    book = None
    assert book is None
    assert process.poll() is not None
