"""Masks of mail addresses and of names in messengers."""

import pytest

from zhuixiao.kit.text.handles import mask_handle, mask_mail


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("zhang.san@dihong.cn", "z***@dihong.cn"),
        ("8@qq.com", "8***@qq.com"),
        ("a@b@qq.com", "a***@qq.com"),
        ("@qq.com", "****"),
        ("dihong", "****"),
    ],
)
def test_a_mail_address_keeps_its_first_letter_and_its_domain(text: str, masked: str) -> None:
    assert mask_mail(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("wxid_8812ab", "wx****"),
        ("13800138000", "138****8000"),
        ("abc", "****"),
        ("迪宏酒店张经理", "迪宏****"),
    ],
)
def test_a_messenger_s_name_keeps_two_letters_and_a_phone_among_them_is_a_phone(
    text: str, masked: str
) -> None:
    assert mask_handle(text) == masked
