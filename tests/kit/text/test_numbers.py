from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.numbers import BadNumber, read_bool, read_decimal, read_int, read_money


@pytest.mark.parametrize(
    ("value", "minor"),
    [
        ("1,234.50", 123450),
        ("¥1,234.5", 123450),
        ("￥ 1,234.5", 123450),
        ("1.2万", 1_200_000),
        ("1.2w", 1_200_000),
        ("3千", 300_000),
        ("3K", 300_000),
        ("1百万元", 100_000_000),
        ("5亿", 50_000_000_000),
        ("（1,234.00)", -123400),
        ("(¥5)", -500),
        ("-¥5", -500),
        ("¥-5", -500),
        ("−5", -500),
        ("１，２３４．５０", 123450),
        ("1 234.50", 123450),
        ("RMB 100", 10000),
        ("100元整", 10000),
        (".5", 50),
        ("1e3", 100_000),
        (12, 1200),
        (Decimal("0.015"), 2),
    ],
)
def test_an_amount_is_read_into_minor_units(value: object, minor: int) -> None:
    assert read_money(value) == minor


@pytest.mark.parametrize(
    ("value", "minor"),
    [(1.005, 101), (2.675, 268), (0.1, 10), (-0.005, -1), ("1.005", 101), (0.1 + 0.2, 30)],
)
def test_a_float_is_rounded_half_up_as_it_is_written_and_not_as_it_is_stored(
    value: object, minor: int
) -> None:
    assert read_money(value) == minor


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            " ",
            "-",
            ".",
            "¥",
            "万",
            "abc",
            "1.2.3",
            "1,23",
            "1,2345",
            "--5",
            "(-5)",
            "5-",
            "¥-",
        ),
        *("$5", "5 USD", "€5", "1e99", "1e15", "9" * 61, "9" * 5000, "1e-5-5", "0x10", "１２a"),
        *(None, True, [], float("nan"), float("inf"), 1e300, 10**15),
    ],
)
def test_what_is_no_amount_in_yuan_is_refused(value: object) -> None:
    with pytest.raises(BadNumber):
        read_money(value)


def test_an_absurd_amount_is_refused() -> None:
    assert read_money(LARGEST // 100) == LARGEST
    with pytest.raises(BadNumber, match="too large"):
        read_money(LARGEST // 100 + 1)


@given(st.integers(-LARGEST, LARGEST))
def test_every_amount_written_with_thousands_comes_back(minor: int) -> None:
    text = f"{Decimal(minor).scaleb(-2):,.2f}"
    assert read_money(text) == minor
    assert read_money(f"¥{text}") == minor


@given(st.integers(-(10**11), 10**11))
def test_an_amount_from_a_spreadsheet_float_comes_back(minor: int) -> None:
    assert read_money(minor / 100) == minor


@pytest.mark.parametrize(
    ("value", "number"), [("1,234", 1234), ("12.0", 12), (12.0, 12), ("1.2万", 12000), ("-3", -3)]
)
def test_a_whole_number_is_read(value: object, number: int) -> None:
    assert read_int(value) == number


@pytest.mark.parametrize("value", ["12.5", 12.5, "1.23456万", "", True])
def test_what_is_not_whole_is_refused(value: object) -> None:
    with pytest.raises(BadNumber):
        read_int(value)


def test_a_decimal_keeps_all_its_places() -> None:
    assert read_decimal("0.123456789") == Decimal("0.123456789")


@pytest.mark.parametrize("value", ["是", "有", "Y", "yes", "TRUE", "1", 1, 1.0, True, "√", " 是 "])
def test_yes_is_true(value: object) -> None:
    assert read_bool(value) is True


@pytest.mark.parametrize("value", ["否", "无", "N", "no", "False", "0", 0, 0.0, False, "×", "没有"])
def test_no_is_false(value: object) -> None:
    assert read_bool(value) is False


@pytest.mark.parametrize("value", ["", None, "maybe", 2, 0.5, "是否"])
def test_anything_else_is_neither(value: object) -> None:
    with pytest.raises(BadNumber, match="neither yes nor no"):
        read_bool(value)


@given(st.text(max_size=70))
def test_no_text_breaks_it_other_than_by_its_own_error(text: str) -> None:
    with suppress(BadNumber):
        assert abs(read_money(text)) <= LARGEST
