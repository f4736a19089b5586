"""Masking how else than by phone a person is reached: mail addresses, names in messengers."""

import re

from zhuixiao.kit.text.phones import mask, mask_in, normal_phone

# Landlines with their area code, 400 and 800 numbers, numbers abroad: digits alone may be amounts.
_LINE = re.compile(
    r"(?<!\d)(?:0\d{2,3}[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4}|\+\d[\d -]{7,16}\d)(?!\d)"
)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def without_reach(text: str) -> str:
    """Words for outside: phones and mail addresses in them become stars, dates and amounts stay."""
    return _LINE.sub("****", _MAIL.sub("****", mask_in(text)))


def mask_mail(text: str) -> str:
    """z***@example.com: the first character and the domain stay; no address is all stars."""
    name, at, domain = text.rpartition("@")
    return f"{name[:1]}***@{domain}" if at and name else "****"


def mask_handle(text: str) -> str:
    """wx****: the first two of six and more characters stay. One that is a phone, as many are in
    WeChat, is masked like a phone."""
    if normal_phone(text) is not None:
        return mask(text)
    return f"{text[:2]}****" if len(text) >= 6 else "****"
