import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.text.phones import mask, mask_in, normal_phone, place

mobiles = st.from_regex("1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "raw",
    [
        "13800138000",
        13800138000,
        13800138000.0,
        "13800138000.0",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 138-0013-8000",
        "+8613800138000",
        "0086 13800138000",
        "86-13800138000",
        "8613800138000",
        "013800138000",
        "１３８００１３８０００",
        "手机：13800138000",
        "tel:+8613800138000",
        "13800138000（张先生）",
        "\u202d13800138000\u202c",
    ],
)
def test_every_writing_of_a_mobile_has_one_form(raw: object) -> None:
    assert normal_phone(raw) == "13800138000"


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("0757-88157777", "075788157777"),
        ("（0757）88157777", "075788157777"),
        ("+86 757 88157777", "075788157777"),
        ("86-757-88157777", "075788157777"),
        ("021-6437-8888", "02164378888"),
        ("(0571)88157777-8012", "057188157777x8012"),
        ("0757-88157777转8012", "075788157777x8012"),
        ("0757-88157777 分机：8012", "075788157777x8012"),
        ("0757 8815 7777 ext. 12", "075788157777x12"),
        ("0757-88157777-ext8", "075788157777x8"),
        ("0757-88157777，转8", "075788157777x8"),
        ("075788157777x8012", "075788157777x8012"),
        ("400-800-1234", "4008001234"),
        ("800 830 1234", "8008301234"),
        ("4008-001-234转2", "4008001234x2"),
        ("95588", "95588"),
        ("110", "110"),
        ("12345", "12345"),
        ("10086", "10086"),
        ("+1 (202) 555-0123", "+12025550123"),
        ("001 202 555 0123", "+12025550123"),
        ("+852 2123 4567", "+85221234567"),
    ],
)
def test_other_phones_have_their_forms(raw: str, normal: str) -> None:
    assert normal_phone(raw) == normal


@pytest.mark.parametrize(
    "raw",
    [
        *("", " ", None, True, float("nan"), "abc", "1.38E+10", "2026-11-23", "20261123", "45000"),
        *("88157777", "415-555-0000", "12800138000", "138001380001", "1380013800", "#12", "+"),
        *("A13800138000", "13800138000x", "1" * 1000, "0" * 59 + "转" * 1000, "0999-88157777"),
    ],
)
def test_what_is_no_phone_is_none(raw: object) -> None:
    assert normal_phone(raw) is None


def test_a_local_number_is_a_phone_with_an_area_code() -> None:
    assert normal_phone("8815 7777", area="0757") == "075788157777"
    assert normal_phone("13800138000", area="0757") == "13800138000"


@given(st.one_of(mobiles, st.sampled_from(["075788157777x8012", "4008001234", "+12025550123"])))
def test_the_normal_form_of_a_normal_form_is_itself(normal: str) -> None:
    assert normal_phone(normal) == normal


@given(st.text(max_size=40))
def test_no_text_breaks_it_and_the_form_is_digits(text: str) -> None:
    normal = normal_phone(text)
    assert normal is None or re.fullmatch(r"\+?[0-9]{3,15}(x[0-9]{1,6})?", normal)


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        ("138 0013 8000", "138****8000"),
        ("0757-88157777转8012", "0757****7777"),
        ("010-65529988", "010****9988"),
        ("0759-2281234", "0759****234"),
        ("95588", "95588"),
        ("+12025550123", "+12****123"),
        ("no phone", "****"),
        ("88157777", "****"),
    ],
)
def test_a_masked_phone_keeps_its_start_and_its_end(raw: str, masked: str) -> None:
    assert mask(raw) == masked


@given(mobiles)
def test_a_masked_mobile_hides_four_digits(phone: str) -> None:
    assert mask(phone) == f"{phone[:3]}****{phone[7:]}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call 13800138000!", "call 138****8000!"),
        ("+86 138-0013-8000,13900139000", "+86 138****8000,139****9000"),
        ("１３８００１３８０００", "138****8000"),
        ("013800138000 8613800138000", "0138****8000 86138****8000"),
        ('{"phone":"13800138000"}', '{"phone":"138****8000"}'),
    ],
)
def test_mobiles_inside_a_text_are_masked(text: str, masked: str) -> None:
    assert mask_in(text) == masked


def test_longer_numbers_inside_a_text_stay() -> None:
    assert mask_in("order 2020138001380001 at 1700000000") == "order 2020138001380001 at 1700000000"


@given(st.text("abc ,;:手机", max_size=10), mobiles, st.text("abc ,;:手机", max_size=10))
def test_no_mobile_in_a_text_survives_masking(before: str, phone: str, after: str) -> None:
    assert phone not in mask_in(before + phone + after)


@pytest.mark.parametrize(
    ("normal", "expected"),
    [
        ("13800138000", "北京市"),
        ("075788157777x8012", "广东省佛山市"),
        ("4008001234", ""),
        ("95588", ""),
        ("110", ""),
        ("nonsense", ""),
    ],
)
def test_a_number_has_the_place_it_was_issued(normal: str, expected: str) -> None:
    assert place(normal) == expected
