import pytest

from zhuixiao.kit.sheets.delimiters import delimiter_of


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_that_makes_columns_is_found(delimiter: str) -> None:
    others = ",\t;|".replace(delimiter, "")
    rows = [["公司", "电话", "备注"], ["a", "1", others], ["b", "2", ""], ["c", "3", others[0]]]
    assert delimiter_of([f"{delimiter.join(row)}\n" for row in rows]) == delimiter


def test_commas_inside_text_do_not_beat_tabs() -> None:
    assert delimiter_of(["a, b\t1\t2\n", "c, d\t3\t4\n"]) == "\t"


def test_delimiters_inside_quotes_do_not_count() -> None:
    assert delimiter_of(['"a;b",1\n', '"c;d",2\n', '"e;f\ng;h",3\n']) == ","


def test_a_title_above_the_table_does_not_mislead() -> None:
    assert delimiter_of(["客户名单\n", "\n", "公司;电话\n", "甲;1\n", "乙;2\n"]) == ";"


def test_one_column_of_free_text_is_not_cut_at_its_commas() -> None:
    assert delimiter_of(["名称\n", "Foo, Inc\n", "甲\n", "乙\n"]) == "\t"


def test_nothing_at_all_has_commas() -> None:
    assert delimiter_of([]) == ","
