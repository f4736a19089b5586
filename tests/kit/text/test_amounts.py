"""Amounts in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.amounts import capitals, in_words

DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}
amounts = st.one_of(
    st.integers(-LARGEST, LARGEST),
    # Numbers of few digits and many zeros are the difficult ones.
    st.lists(st.sampled_from("0000123"), min_size=1, max_size=13).map(lambda d: int("".join(d))),
)


def read(text: str) -> int:
    """Fen of an amount in capitals."""
    sign = -1 if text.startswith("负") else 1
    yuan, _yuan, rest = text.removeprefix("负").rpartition("元")
    total = 0
    for group in re.findall(r"[^亿万]+[亿万]?", yuan):
        value, digit = 0, 0
        for mark in group:
            digit = DIGITS.get(mark, digit)
            value += digit * PLACES.get(mark, 0)
            digit = 0 if mark in PLACES else digit
        total += (value + digit) * {"亿": 10**8, "万": 10**4}.get(group[-1], 1)
    jiao = re.search("(.)角", rest)
    fen = re.search("(.)分", rest)
    coins = (DIGITS[jiao[1]] * 10 if jiao else 0) + (DIGITS[fen[1]] if fen else 0)
    return sign * (total * 100 + coins)


@given(amounts)
def test_whoever_reads_the_words_gets_the_number_back(minor: int) -> None:
    assert read(capitals(minor)) == minor


@given(amounts)
def test_words_have_no_two_zeros_in_a_row_and_an_end(minor: int) -> None:
    words = capitals(minor)
    assert "零零" not in words
    assert words.endswith(("整", "分"))
    assert not re.search("零[亿万拾佰仟]", words)


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        # The examples of the rules for filling in bills.
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        # What they leave open.
        (12345, "壹佰贰拾叁元肆角伍分"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (100_001_000, "壹佰万零壹拾元整"),
        (1_000_000_010_000, "壹佰亿零壹佰元整"),
        (1_000_100_000_000, "壹佰亿零壹佰万元整"),
        (LARGEST, "壹仟亿元整"),
        (-100, "负壹元整"),
    ],
)
def test_zeros_stand_as_the_rules_say(minor: int, words: str) -> None:
    assert capitals(minor) == words


def test_the_reader_and_the_currency_decide_the_form() -> None:
    assert in_words(123450, currency="CNY", language="zh-hans") == "人民币壹仟贰佰叁拾肆元伍角整"
    assert in_words(123450, currency="CNY", language="en") == "CNY 1,234.50"
    assert in_words(-5, currency="USD", language="zh-hans") == "USD -0.05"


def test_an_amount_beyond_the_largest_is_no_amount() -> None:
    with pytest.raises(ValueError, match="largest"):
        capitals(LARGEST + 1)
    with pytest.raises(ValueError, match="largest"):
        in_words(-LARGEST - 1, currency="EUR", language="en")
