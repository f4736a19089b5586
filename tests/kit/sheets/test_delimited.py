from pathlib import Path

import pytest

from zhuixiao.kit.sheets import Cell, SheetError, open_book


def rows(path: Path, text: str, *, encoding: str = "utf-8") -> list[list[Cell]]:
    file = path / "名单.csv"
    file.write_bytes(text.encode(encoding))
    with open_book(file) as book:
        assert book.sheets == ["名单"]
        return list(book.rows("名单"))


def test_quoted_separators_quotes_and_line_ends_belong_to_the_value(tmp_path: Path) -> None:
    text = '公司,备注\r\n"甲, 乙","说 ""好""\r\n第二行"\r\n'
    assert rows(tmp_path, text) == [["公司", "备注"], ["甲, 乙", '说 "好"\r\n第二行']]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_row(tmp_path: Path, end: str) -> None:
    assert rows(tmp_path, end.join(("a,b", "1,2", ""))) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_the_same_rows_come_out_of_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "公司名称\t电话\n广州迪宏\t13800138000\n"
    expected = [["公司名称", "电话"], ["广州迪宏", "13800138000"]]
    assert rows(tmp_path, text, encoding=encoding) == expected


def test_empty_values_are_none_and_empty_lines_keep_their_number(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n\n1,\n") == [["a", "b"], [], ["1", None]]


def test_nul_characters_are_dropped(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n1\0,2\n" + "3,4\n" * 100)[1] == ["1", "2"]


def test_the_separator_line_of_excel_is_obeyed_and_empty(tmp_path: Path) -> None:
    assert rows(tmp_path, "sep=;\na;b\n1,5;2\n") == [[], ["a", "b"], ["1,5", "2"]]


def test_a_number_wrapped_as_a_text_formula_is_unwrapped(tmp_path: Path) -> None:
    assert rows(tmp_path, 'a,b\n="00123","=""13800138000"""\n')[1] == ["00123", "13800138000"]


def test_an_encoding_that_was_guessed_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("Crédito,Pébéo\n".encode("cp1252"))
    with open_book(file) as book:
        assert (book.encoding, book.encoding_guessed) == ("cp1252", True)
        assert list(book.rows("a")) == [["Crédito", "Pébéo"]]


def test_a_quote_that_is_never_closed_is_an_error_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="never closed"):
        rows(tmp_path, 'a,b\n"1,2\n' + "3,4\n" * 100_000)


def test_a_line_of_megabytes_is_an_error_and_not_read(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="too long"):
        rows(tmp_path, "a,b\n" + "x" * (5 * 2**20))
