import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.shared import DATA, needs_shared
from zhuixiao.kit.text.tokens import (
    LONGEST_QUERY,
    LONGEST_TOKEN,
    MOST_TERMS,
    Term,
    index_tokens,
    matches,
    query_terms,
)

SAFE = re.compile("[a-z0-9\u3005-\u3007\u3041-\u30fe\u3400-\u9fff\uac00-\ud7a3]+")
han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)


def finds(query: str, *names: str, phones: tuple[str, ...] = ()) -> bool:
    return matches(index_tokens(names, phones), query_terms(query))


@pytest.mark.parametrize(
    "query",
    [
        "广",
        "州",
        "宏",
        "广州",
        "迪宏",
        "州迪宏",
        "广州迪宏",
        "gzdh",
        "dh",
        "DH",
        "d",
        "gz 宏",
        "宏 广",
    ],
)
def test_a_company_is_found_by_any_part_and_by_initials(query: str) -> None:
    assert finds(query, "广州迪宏")


@pytest.mark.parametrize("query", ["宏广", "广迪", "州宏", "hd", "zdg", "x", "深", "广州迪宏科"])
def test_a_company_is_not_found_by_what_it_does_not_hold(query: str) -> None:
    assert not finds(query, "广州迪宏")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("abc", "广州ABC科技"),
        ("gzabckj", "广州ABC科技"),
        ("abckj", "广州ABC科技"),
        ("kj", "广州ABC科技"),
        ("广州abc", "广州ABC科技"),
        ("州a", "广州ABC科技"),
        ("360", "360科技"),
        ("acme", "Acme, Inc."),
        ("inc acm", "Acme, Inc."),
        ("cafe", "Café"),
        ("café", "Cafe"),
        ("买买提", "阿里木·买买提"),
        ("阿里木买买提", "阿里木·买买提"),
        ("木·买", "阿里木·买买提"),
        ("张三", "张 三"),
        ("广州天河", "广州（天河）科技"),
        ("газ", "Газпром"),
        ("ＡＢＣ", "abc"),
        ("zgf", "曾国藩"),
        ("cgf", "曾国藩"),
        ("𠮷野", "𠮷野家"),
        ("さくら", "さくら商事"),
    ],
)
def test_names_of_every_kind_are_found(query: str, name: str) -> None:
    assert finds(query, name)


def test_the_middle_of_a_latin_word_is_not_found() -> None:
    assert not finds("cme", "Acme")


@pytest.mark.parametrize(
    "query", ["138", "13800138000", "8000", "138 0013 8000", "+86 138-0013-8000", "138-0013-8000"]
)
def test_a_mobile_is_found_by_how_it_starts_and_how_it_ends(query: str) -> None:
    assert finds(query, phones=("13800138000",))


@pytest.mark.parametrize("query", ["0013", "7788", "00", "13800138001"])
def test_a_mobile_is_not_found_by_its_middle_or_by_two_digits_of_its_end(query: str) -> None:
    assert not finds(query, phones=("13800138000",))


@pytest.mark.parametrize(
    "query", ["0757", "8815", "7777", "88157777", "0757-88157777", "(0757) 8815 7777"]
)
def test_a_landline_is_found_with_and_without_its_area_code(query: str) -> None:
    assert finds(query, phones=("075788157777x8012",))


def test_a_name_and_a_phone_together_must_both_fit() -> None:
    assert finds("迪宏 8000", "广州迪宏", phones=("13800138000",))
    assert not finds("迪宏 8001", "广州迪宏", phones=("13800138000",))


@pytest.mark.parametrize("query", ["", " ", '"', "*", "-", "\x00", "'; --", "()", "。，", "\u200b"])
def test_a_query_without_anything_to_look_for_has_no_terms_and_finds_nothing(query: str) -> None:
    assert query_terms(query) == []
    assert not finds(query, "广州迪宏", phones=("13800138000",))


def test_operators_of_query_languages_are_words_like_others() -> None:
    assert finds("AND", "Andersen")
    assert not finds('x" OR "a', "b")


def test_ten_megabytes_of_query_are_cut_and_quick() -> None:
    start = time.perf_counter()
    terms = query_terms("广州" * 2_500_000)
    assert time.perf_counter() - start < 0.1
    assert len(terms) <= MOST_TERMS


def test_a_long_chinese_query_spends_its_terms_on_the_whole_text() -> None:
    name = "广东省广州市天河区某某信息科技有限公司"
    terms = query_terms(name)
    assert len(terms) == MOST_TERMS
    assert matches(index_tokens([name], []), terms)
    assert not matches(index_tokens(["广东省广州市天河区其他贸易"], []), terms)


def test_only_the_first_hundred_characters_of_a_name_count() -> None:
    tokens = index_tokens(["a" * 99 + " bcd" + "e" * 1000], [])
    assert all(len(token) <= LONGEST_TOKEN for token in tokens)
    assert len(index_tokens(["字" * 100_000], [])) < 200


def test_tokens_come_sorted_and_once() -> None:
    tokens = index_tokens(["广州广州", "广州"], ["13800138000", "13800138000"])
    assert tokens == sorted(set(tokens))


@given(st.lists(st.text(max_size=120), max_size=3), st.lists(st.text(max_size=30), max_size=2))
@example(["ﷺ\u1d400é\U000abcde"], ["+١٢٣"])
def test_tokens_are_safe_for_every_engine(names: list[str], phones: list[str]) -> None:
    for token in index_tokens(names, phones):
        assert SAFE.fullmatch(token), ascii(token)
        assert len(token) <= LONGEST_TOKEN


@given(st.text(max_size=200))
def test_terms_are_safe_for_every_engine(query: str) -> None:
    terms = query_terms(query)
    assert len(terms) <= MOST_TERMS
    for term in terms:
        assert term.alternatives
        for token, _prefix in term.alternatives:
            assert SAFE.fullmatch(token)
            assert len(token) <= LONGEST_TOKEN


@given(han, st.data())
def test_every_part_of_a_chinese_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert finds(name[start:end][:LONGEST_QUERY], name)


@given(st.text(max_size=60))
def test_a_name_finds_itself_whatever_it_is(name: str) -> None:
    assert finds(name, name) == bool(query_terms(name))


@given(han, han)
def test_two_characters_find_exactly_the_names_that_hold_them(name: str, other: str) -> None:
    pair = other[:2].ljust(2, "字")
    assert finds(pair, name) == (pair in name)


@given(st.from_regex("1[3-9][0-9]{9}", fullmatch=True), st.integers(3, 11))
def test_every_start_and_every_end_of_three_digits_finds_a_phone(phone: str, length: int) -> None:
    assert finds(phone[:length], phones=(phone,))
    assert finds(phone[-length:], phones=(phone,))


def test_alternatives_of_a_term_are_met_one_by_one() -> None:
    (term,) = query_terms("7788")
    assert term == Term((("7788", True), ("r8877", True)))  # type: ignore[arg-type]


def dictionary_initials(name: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def company_names() -> list[str]:
    file = DATA / "cn_companies_names" / "company_short_names_3000.txt"
    return file.read_text(encoding="utf-8").split()


@needs_shared
def test_three_thousand_real_names_are_found_by_their_first_two_characters() -> None:
    names = company_names()
    assert len(names) == 3000
    assert [name for name in names if not finds(name[:2], name)] == []


# The dictionary reads a lone 长 as zhang, 靓 as jing, 朝阳 as zhaoyang; firms are not called so.
DICTIONARY_IS_WRONG = {
    *("大长垣", "长实集团", "长晖", "长电", "长荣"),
    *("增靓", "简靓", "靓一", "朝阳实业"),
}


@needs_shared
def test_three_thousand_real_names_are_found_by_the_initials_a_dictionary_gives() -> None:
    # pypinyin's phrase dictionary is an oracle of its own: the index uses single readings.
    missed = {name for name in company_names() if not finds(dictionary_initials(name), name)}
    assert missed == DICTIONARY_IS_WRONG


@needs_shared
def test_twenty_thousand_records_are_indexed_a_second() -> None:
    names = company_names()
    index_tokens(names[:1], [])
    start = time.perf_counter()
    for name in names:
        index_tokens([f"{name}信息科技有限公司", "曾国藩"], ["13800138000"])
    # A slow and busy machine must not fail the test; an index ten times slower must.
    assert len(names) / (time.perf_counter() - start) > 5_000
