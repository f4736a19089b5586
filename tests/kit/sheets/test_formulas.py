import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.sheets.formulas import marked, unmarked

BLANKS = ["", " ", "\t", "\r", "\n", "\ufeff", "\u00a0", "\u3000", "\x00", "\u200b", " \t\r\n"]
SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹣", "﹢"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("sign", SIGNS)
def test_every_disguise_of_a_formula_is_marked(blank: str, sign: str) -> None:
    text = f"{blank}{sign}cmd|' /C calc'!A0"
    assert marked(text) == f"'{text}"


@given(st.text(" \t\r\n\ufeff\u00a0＝＋－＠=+-@'1a\"", max_size=6))
def test_no_marked_text_starts_like_a_formula(text: str) -> None:
    shown = unicodedata.normalize("NFKC", marked(text)).replace("\ufeff", "").lstrip()
    plain_number = shown.lstrip("+-").isdecimal() and shown[1:].isdecimal()
    assert shown[:1] not in ("=", "+", "-", "@") or plain_number


@pytest.mark.parametrize("text", ["-5", "+8613800138000", "-1.50", "5", "a=b", "a-b", "", "'tis"])
def test_numbers_phones_and_harmless_text_stay_as_they_are(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize("text", ["-5+cmd", "+86-138-0013-8000", "--5", "-5 ", "-1,000"])
def test_what_only_begins_like_a_number_is_marked(text: str) -> None:
    assert marked(text) == f"'{text}"


@given(st.one_of(st.text(), st.text(" \t'=+-@＝＋－＠\ufeff\"123.", max_size=8)))
def test_marking_is_undone_exactly(text: str) -> None:
    assert unmarked(marked(text)) == text


def test_only_one_apostrophe_is_taken_off_and_only_before_a_formula() -> None:
    assert unmarked("''=1") == "'=1"
    assert unmarked("'tis") == "'tis"
    assert unmarked("'-5") == "'-5"
