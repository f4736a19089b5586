"""Masking how else than by phone a person is reached: mail addresses, names in messengers."""

from zhuixiao.kit.text.phones import mask, normal_phone


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
