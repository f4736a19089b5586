from pathlib import Path

import pytest

from zhuixiao.kit.sheets import Cell, FileTooBig, Merge, NotATable, open_book

PAGE = """<html><head><meta charset="gb2312"><style>td {{color: red}}</style></head><body>
<p>not in a table</p>
{}
</body></html>"""


def write(path: Path, tables: str, *, encoding: str = "gb18030") -> Path:
    file = path / "export.xls"
    file.write_bytes(PAGE.format(tables).encode(encoding))
    return file


def only_table(path: Path, tables: str) -> list[list[Cell]]:
    with open_book(write(path, tables)) as book:
        assert book.sheets == ["1"]
        return list(book.rows("1"))


def test_a_page_called_xls_gives_its_table(tmp_path: Path) -> None:
    table = """<table border=1><tr><th>公司</th><th> 联系 <b>电话</b> </th></tr>
        <tr><td>广州迪宏&amp;镕</td><td style='x'>13800138000</td></tr></table>"""
    assert only_table(tmp_path, table) == [["公司", "联系 电话"], ["广州迪宏&镕", "13800138000"]]


def test_end_tags_may_be_missing(tmp_path: Path) -> None:
    assert only_table(tmp_path, "<table><tr><td>a<td>b<tr><td>c") == [["a", "b"], ["c"]]


def test_line_breaks_stay_and_scripts_do_not(tmp_path: Path) -> None:
    table = "<table><tr><td>a<br>b<script>alert(1)</script></td></tr></table>"
    assert only_table(tmp_path, table) == [["a\nb"]]


def test_spans_leave_room_and_are_told_as_merged_areas(tmp_path: Path) -> None:
    table = """<table><tr><td colspan=2>t</td><td>u</td></tr>
        <tr><td rowspan=2>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>"""
    with open_book(write(tmp_path, table)) as book:
        assert list(book.rows("1")) == [["t", None, "u"], ["a", "b", "c"], [None, "d", "e"]]
        assert book.merges("1") == [Merge(0, 0, 0, 1), Merge(1, 0, 2, 0)]


def test_each_table_is_a_sheet_also_inside_another(tmp_path: Path) -> None:
    tables = "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table><table></table>"
    with open_book(write(tmp_path, tables)) as book:
        assert book.sheets == ["1", "2"]
        assert list(book.rows("2")) == [["b"]]


def test_the_charset_of_a_page_is_believed_if_true(tmp_path: Path) -> None:
    table = "<table><tr><td>镕</td></tr></table>"
    with open_book(write(tmp_path, table)) as book:
        assert (book.encoding, book.encoding_guessed) == ("gb18030", False)
    with open_book(write(tmp_path, table, encoding="utf-8")) as book:
        assert book.encoding == "utf-8"
        assert list(book.rows("1")) == [["镕"]]


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotATable):
        open_book(write(tmp_path, "<p>login</p>"))


@pytest.mark.parametrize("span", ["colspan=1000", "colspan=499><td>x</td><td>y</td><td"])
def test_too_many_columns_are_refused(tmp_path: Path, span: str) -> None:
    with pytest.raises(FileTooBig):
        open_book(write(tmp_path, f"<table><tr><td {span}>a</td></tr></table>"))
