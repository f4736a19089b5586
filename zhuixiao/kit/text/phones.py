"""Phone numbers: the one form for comparing, where a number is from, and masking.

Normal forms: mobile 13800138000, landline 075788157777 with an optional extension x8012, service
numbers 4008001234, 95588, 110, anything abroad +442079460018. Mobiles are accepted by shape, since
new ranges are given out faster than metadata is released; landlines and numbers abroad are checked
against `phonenumbers`. Extensions are taken off first, because that library reads
"(0571)88157777-8012" as one wrong number.
"""

import re
from functools import lru_cache
from importlib import import_module

import phonenumbers

from zhuixiao.kit.text.normal import fold

_LABEL = re.compile(
    r"^(?:(?:联系|办公|固定|公司|移动)?(?:电话|手机|座机|传真)(?:号码?)?"
    r"|tel(?:ephone)?|phone|mobile|mob|cell|fax|[tmf])\s*[:.]\s*|^tel:"
)
# 13800138000(Mr Zhang)
_REMARK = re.compile(r"\s*\([^()0-9]*\)$")
_EXTENSION = re.compile(
    r"[\s,]*(?:-?\s*(?:转|轉|分机号?|分機|extension|ext|x|#)\s*[:.]?\s*)+([0-9]{1,6})$"
)
_DASHED_EXTENSION = re.compile(r"^(.*[0-9)])-+([0-9]{1,6})$")
_BODY = re.compile(r"\+?[0-9 ()./\-]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~", "-") | {"·": "."})
_MOBILE = re.compile(r"0?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")
_TOLL_FREE = re.compile(r"[48]00[0-9]{7}")
# Short numbers: emergency, operators, public hot lines, banks and firms (95xxx, 96xxx).
_SERVICE = re.compile(r"1(?:1[0249]|2[02]|00[0-9]{2}|01[0-9]{2,3}|2[13][0-9]{2})|9[56][0-9]{3,6}")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_INTEGRAL = re.compile(r"\s*[0-9]{7,15}\.0")
_LONGEST = 60
_MOBILE_LENGTH = 11
_ANY_MOBILE = re.compile(r"(?<!\d)((?:\+?86|0086|0)?[- ]?)(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def normal_phone(raw: object, *, area: str = "") -> str | None:
    """The digits form for comparing, or None when `raw` is not a phone.

    `raw` may be text as typed or a number from a spreadsheet (13800138000.0). A local number of 7
    or 8 digits is a phone only with an `area` code ("0757") to put in front.
    """
    if isinstance(raw, str) and is_mobile(raw):
        return raw
    text = fold(number_text(raw)).translate(_DASHES)
    if not text or len(text) > _LONGEST:
        return None
    text = _REMARK.sub("", _LABEL.sub("", text)).strip()
    extension = ""
    if found := _EXTENSION.search(text):
        text, extension = text[: found.start()], found[1]
    elif (found := _DASHED_EXTENSION.match(text)) and _main(found[1], ""):
        text, extension = found[1], found[2]
    main = _main(text, area)
    if main is None:
        return None
    return f"{main}x{extension}" if extension else main


def is_mobile(text: str) -> bool:
    """Whether the text is a mobile in normal form, as most cells of phones are."""
    return len(text) == _MOBILE_LENGTH and text.isascii() and bool(_MOBILE.fullmatch(text))


def number_text(raw: object) -> str:
    """Text of a cell; an integral float without the ".0" that spreadsheets add to phones."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    text = str(raw)
    return text[:-2] if text.endswith(".0") and _INTEGRAL.fullmatch(text) else text


def mask(raw: object) -> str:
    """138****1234; a landline keeps its area code and its last digits; short numbers stay.

    Text that is no phone at all comes back as stars: what calls `mask` must not show it.
    """
    normal = normal_phone(raw)
    if normal is None:
        return "****"
    main = normal.partition("x")[0]
    if len(main) <= 8:
        return main
    if main.startswith("+"):
        return f"{main[:3]}****{main[-3:]}"
    if _LANDLINE.fullmatch(main):
        area = 3 if main.startswith(("010", "02")) else 4
        return f"{main[:area]}****{main[area + 4 :]}"
    return f"{main[:3]}****{main[7:]}"


def mask_in(text: str) -> str:
    """`text` with every mobile number's middle starred; full-width digits become ASCII."""
    return _ANY_MOBILE.sub(r"\1\2****\3", text.translate(_WIDE_DIGITS))


@lru_cache(maxsize=4096)
def place(normal: str) -> str:
    """Province and city in Chinese of a number in normal form, "" when unknown.

    A mobile's place is where the number was issued. The first call loads the places of all
    countries: about 0.3 s and 100 MB that stay.
    """
    number = _parsed(normal.partition("x")[0])
    if number is None or _TOLL_FREE.fullmatch(normal) or _SERVICE.fullmatch(normal):
        return ""
    geocoder = import_module("phonenumbers.geocoder")
    found: str = geocoder.description_for_number(number, "zh")
    return found


# A table asks several times for each number: to split its cell, to compare, to index.
@lru_cache(maxsize=4096)
def _main(text: str, area: str) -> str | None:
    if not _BODY.fullmatch(text):
        return None
    digits = re.sub(r"[^0-9]", "", text)
    if text.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if not digits.startswith("86"):
            return _abroad(digits)
        return _domestic(digits[2:], area) or _domestic(f"0{digits[2:]}", area)
    if len(digits) in (12, 13) and digits.startswith("86"):
        return _domestic(digits[2:], "") or _domestic(f"0{digits[2:]}", "")
    return _domestic(digits, area)


def _domestic(digits: str, area: str) -> str | None:
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    if _TOLL_FREE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    if area and _LOCAL.fullmatch(digits):
        digits = area + digits
    if _LANDLINE.fullmatch(digits):
        number = _parsed(digits)
        if number is not None and phonenumbers.is_valid_number(number):
            return digits
    return None


def _abroad(digits: str) -> str | None:
    number = _parsed(f"+{digits}")
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    return f"+{digits}"


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return None
