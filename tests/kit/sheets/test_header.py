from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.sheets import Cell, find_header, shape_key

DATA: list[list[Cell]] = [
    ["广州迪宏", "张三", "13800138000", date(2026, 1, 1)],
    ["佛山百利", "李四", "13900138000", date(2026, 1, 2)],
    ["深圳金辉", "王五", None, date(2026, 1, 3)],
]
HEADER: list[Cell] = ["公司", "联系人", "电话", "日期"]
EMPTY: list[Cell] = [None] * 4


def test_the_first_row_is_the_header_of_a_plain_table() -> None:
    guess = find_header([HEADER, *DATA])
    assert (guess.row_index, guess.data_start) == (0, 1)
    assert guess.names == ["公司", "联系人", "电话", "日期"]


@pytest.mark.parametrize(
    "above",
    [
        [["客户名单", None, None, None]],
        [["客户名单"], EMPTY, ["制表人：张三", None, None, "2026-01-01"]],
        [EMPTY, EMPTY],
        [["说明：" + "请按格式填写" * 10]],
    ],
)
def test_titles_notes_and_empty_rows_above_the_header_are_passed_over(
    above: list[list[Cell]],
) -> None:
    guess = find_header([*above, HEADER, *DATA])
    assert guess.row_index == len(above)
    assert guess.names == ["公司", "联系人", "电话", "日期"]


def test_two_rows_with_merged_groups_are_joined() -> None:
    rows: list[list[Cell]] = [
        ["客户名单", None, None, None],
        ["公司", "联系人", None, "日期"],
        [None, "姓名", "电话", None],
        *DATA,
    ]
    guess = find_header(rows)
    assert guess.row_index == 2
    assert guess.names == ["公司", "联系人 / 姓名", "联系人 / 电话", "日期"]


def test_names_that_repeat_in_two_groups_are_told_apart_by_their_group() -> None:
    rows: list[list[Cell]] = [
        ["公司", None, "联系人", None],
        ["名称", "日期", "名称", "日期"],
        *DATA,
    ]
    assert find_header(rows).names == [
        "公司 / 名称",
        "公司 / 日期",
        "联系人 / 名称",
        "联系人 / 日期",
    ]


def test_repeated_and_empty_names_are_made_unique() -> None:
    rows: list[list[Cell]] = [
        ["公司", "电话", "电话", None, " 电话 "],
        ["a", "13800138000", 1, "x", 2],
    ]
    assert find_header(rows).names == ["公司", "电话", "电话 2", "Column 4", "电话 3"]


def test_a_made_up_name_never_meets_a_real_one() -> None:
    rows: list[list[Cell]] = [["电话 2", "电话", "电话"], [1, 2, 3]]
    assert find_header(rows).names == ["电话 2", "电话", "电话 3"]


@pytest.mark.parametrize(
    "rows",
    [
        DATA,
        [["广州迪宏", "张三", "0757-88157777"], ["佛山百利", "李四", "0757-88157778"]],
        [["广州", "服装", "张三"], ["广州", "五金", "李四"], ["佛山", "服装", "王五"]],
        [["广州迪宏"], ["佛山百利"], ["深圳金辉"]],
        [*DATA[:2], ["深圳", "无电话", None, None], *DATA],
        [[1, 2, 3], [4, 5, 6]],
    ],
)
def test_a_file_without_a_header_loses_no_row_and_gets_letters(rows: list[list[Cell]]) -> None:
    guess = find_header(rows)
    assert (guess.row_index, guess.data_start) == (None, 0)
    assert guess.names == ["A", "B", "C", "D"][: max(len(row) for row in rows)]


@pytest.mark.parametrize("rows", [[], [[]], [[None, None], [" "]]])
def test_a_file_without_anything_has_no_columns(rows: list[list[Cell]]) -> None:
    assert find_header(rows).names == []


def test_a_header_alone_is_a_header() -> None:
    assert find_header([["公司", "电话"]]).row_index == 0


def test_known_words_make_a_header_of_a_single_column() -> None:
    rows: list[list[Cell]] = [["公司名称"], ["广州迪宏"], ["佛山百利"]]
    assert find_header(rows).row_index is None
    assert find_header(rows, known={"公司名称"}).row_index == 0


def test_known_words_find_a_header_below_a_full_row() -> None:
    rows: list[list[Cell]] = [["甲", "乙", "丙", "丁"], HEADER, *DATA]
    assert find_header(rows).row_index == 0
    assert find_header(rows, known=["公司", "联系人", "电话"]).row_index == 1


def test_years_may_name_columns() -> None:
    rows: list[list[Cell]] = [["产品", 2024, "2025", "2026年"], ["甲", 1, 2, 3], ["乙", 4, 5, 6]]
    assert find_header(rows).names == ["产品", "2024", "2025", "2026年"]


def test_columns_beyond_the_last_name_are_kept() -> None:
    assert find_header([["公司", "电话"], ["甲", 1, "note"]]).names == ["公司", "电话", "Column 3"]


def test_the_shape_is_that_of_the_header_and_not_of_its_language_or_case() -> None:
    guess = find_header([["Name", None, "PHONE"], ["a", "x", 1]])
    assert guess.names == ["Name", "Column 2", "PHONE"]
    assert guess.shape == shape_key(["ｎａｍｅ", "", "phone "]) != shape_key(["phone", "", "name"])
    assert len(guess.shape) == 16


cells = st.one_of(st.none(), st.text(max_size=8), st.integers(), st.floats(), st.dates())


@given(st.lists(st.lists(cells, max_size=6), max_size=8))
def test_any_rows_give_unique_names_for_every_column_that_holds_something(
    rows: list[list[Cell]],
) -> None:
    guess = find_header(rows)
    assert len(set(guess.names)) == len(guess.names)
    assert all(guess.names)
    for row in rows[guess.data_start :]:
        for column, cell in enumerate(row):
            if cell is not None and str(cell).strip():
                assert column < len(guess.names)
