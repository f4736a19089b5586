import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.text.normal import clean, fold

texts = st.text(st.characters(codec=None, exclude_categories=[]))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("（广州）", "(广州)"),
        ("\ufeff广\u200b州\u00a0 迪宏\t\n", "广州 迪宏"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("e\u0301", "é"),
        ("a\x00b\x1fc\ud800d", "abcd"),
        ("葛\U000e0100", "葛"),
        ("\u202eevil\u202c", "evil"),
        ("\u3164", ""),
    ],
)
def test_folding_makes_equal_what_a_person_calls_equal(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_folded_text_has_single_inner_spaces_and_no_controls(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in folded)


def test_cleaning_keeps_case_and_full_width_letters() -> None:
    assert clean("  Ａbc 广州\u00a0 ") == "Ａbc 广州"


def test_cleaning_turns_line_ends_into_spaces_unless_lines_are_wanted() -> None:
    assert clean("a\r\nb\tc") == "a b c"
    assert clean("a\r\nb\rc\u2028d\te", multiline=True) == "a\nb\nc\nd\te"


def test_cleaning_drops_what_a_database_refuses_and_what_deceives() -> None:
    assert clean("a\x00b\ud83dc\u202ed\ufeff\uffff") == "abcd"


def test_cleaning_keeps_an_emoji_family_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert clean(family) == family


@given(texts, st.booleans())
def test_cleaned_text_is_stable_and_can_be_stored(text: str, multiline: bool) -> None:
    cleaned = clean(text, multiline=multiline)
    assert clean(cleaned, multiline=multiline) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")
