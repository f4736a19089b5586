from pathlib import Path

import xlsxwriter

from zhuixiao.kit.sheets import CellTooLong, Row, RowTooWide, data_rows, find_header, open_book


def table(path: Path) -> list[Row]:
    with open_book(path) as book:
        sheet = book.sheets[0]
        header = find_header(list(book.rows(sheet))[:40])
        return list(data_rows(book, sheet, header))


def test_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("公司,电话\n\n甲,13800138000\n , \n乙,13900139000\n\n\n", encoding="utf-8")
    assert table(file) == [
        Row(3, ["甲", "13800138000"]),
        Row(5, ["乙", "13900139000"]),
    ]


def test_short_rows_are_filled_up(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("公司,电话,备注\n甲,13800138000,x\n乙\n", encoding="utf-8")
    assert table(file)[1].cells == ["乙", None, None]


def test_a_value_merged_over_rows_counts_for_each_of_them(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 0, "公司")
        page.merge_range(0, 1, 0, 2, "联系人")
        page.write_row(1, 1, ["姓名", "电话"])
        page.merge_range(2, 0, 4, 0, "广州迪宏")
        page.write_row(2, 1, ["张三", 13800138000])
        page.write_row(3, 1, ["李四", 13800138001])
        page.write_row(5, 0, ["佛山百利", "王五", 13800138002])
        page.merge_range(6, 1, 7, 1, "赵六")
        page.write_row(7, 0, ["深圳金辉"])
    assert [row.cells for row in table(file)] == [
        ["广州迪宏", "张三", 13800138000],
        ["广州迪宏", "李四", 13800138001],
        ["佛山百利", "王五", 13800138002],
        [None, "赵六", None],
        ["深圳金辉", "赵六", None],
    ]


def test_an_empty_row_inside_a_merged_area_stays_out(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["公司", "电话"])
        page.merge_range(1, 0, 50, 0, "甲")
        page.write(1, 1, 1)
        page.write(9, 1, 9)
    assert [(row.number, row.cells) for row in table(file)] == [(2, ["甲", 1]), (10, ["甲", 9])]


def test_a_cell_beyond_the_limit_of_spreadsheets_is_an_error_of_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"公司,备注\n甲,1\n乙,{'x' * 32_768}\n丙,{'x' * 32_767}\n", encoding="utf-8")
    good, bad, still_good = table(file)
    assert good.error is None
    assert still_good.error is None
    assert isinstance(bad.error, CellTooLong)
    assert "Column B holds 32768" in str(bad.error)


def test_a_text_row_with_a_stray_separator_is_an_error_of_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = ["公司,电话", *(f"甲{n},{n}" for n in range(60)), "乙, 丙,13800138000", "丁,1,,"]
    file.write_text("\n".join(lines), encoding="utf-8")
    *_good, bad, trailing = table(file)
    assert isinstance(bad.error, RowTooWide)
    assert trailing.error is None
