"""Whole numbers, money and yes/no as people write them: 1,234.50, ¥1.2万, (1,234.00), 是."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import LARGEST, to_minor
from zhuixiao.kit.text.errors import Unreadable, shown
from zhuixiao.kit.text.normal import fold

# Longest first: 百万 is one unit, not a unit of a unit.
_UNITS = {
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "亿": 10**8,
    "万": 10**4,
    "萬": 10**4,
    "千": 10**3,
    "百": 10**2,
    "w": 10**4,
    "k": 10**3,
}
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]*)(?P<part>\.[0-9]*)?"
    rf"(?P<power>e[+-]?[0-9]{{1,2}})?\s*(?P<unit>{'|'.join(_UNITS)})?"
)
_CURRENCY = re.compile(r"^(?:rmb|cny|人民币|¥)\s*|\s*(?:元整|元|圆|块钱|块|rmb|cny|整)+$")
_SIGN = re.compile(r"([+-]?)\s*(.*)")
_BRACKETED = re.compile(r"\((.+)\)")
_MINUS = str.maketrans("−–—", "---")
_LONGEST = 60
# 10^15 is past every limit here; comparing exponents first keeps 1e99 from becoming a long integer.
_MOST_DIGITS = 15

_TRUE_WORDS = "是 有 对 真 已 y yes true t 1 on √ ✓ ✔ ☑ 是的 需要 启用"
_FALSE_WORDS = "否 无 没有 不是 错 假 未 n no false f 0 off × ✗ ✘ ☐ x 不 不需要 停用"
_TRUE = frozenset(_TRUE_WORDS.split())
_FALSE = frozenset(_FALSE_WORDS.split())


class BadNumber(Unreadable):
    """The value is not the number that was asked for."""


def read_decimal(value: object) -> Decimal:
    """The exact number a person meant.

    Takes int, Decimal, a float from a spreadsheet (read by its shortest decimal writing, so 0.1 is
    0.1), and text: thousands in groups of three, full-width digits, brackets or a minus sign for
    negative, units 千 万 百万 亿, w and k, the sign of the yuan. Another currency is an error,
    because the amount would be wrong. Raises BadNumber, also from 10^15 on.
    """
    number = _parse(value)
    if not number.is_finite() or (number and number.adjusted() >= _MOST_DIGITS):
        raise BadNumber(_("“%(value)s” is too large a number."), value=shown(value))
    return number


def read_int(value: object) -> int:
    """A whole number; 12.0 and 1.2万 are whole, 12.5 raises BadNumber."""
    number = read_decimal(value)
    if number != number.to_integral_value():
        raise BadNumber(_("“%(value)s” is not a whole number."), value=shown(value))
    return int(number)


def read_money(value: object) -> int:
    """An amount in yuan, in minor units (分), half up; BadNumber beyond 10^13 分."""
    minor = to_minor(read_decimal(value))
    if abs(minor) > LARGEST:
        raise BadNumber(_("“%(value)s” is too large an amount."), value=shown(value))
    return minor


def read_bool(value: object) -> bool:
    """Yes or no in Chinese, English, 1/0 and ticks. Anything else, also empty, raises BadNumber."""
    word = fold(str(int(value) if isinstance(value, float) and value in (0, 1) else value))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadNumber(_("“%(value)s” is neither yes nor no."), value=shown(value))


def _parse(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise _not_a_number(value)
    if isinstance(value, str):
        return _parse_text(value)
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _parse_text(value: str) -> Decimal:
    text = fold(value).translate(_MINUS) if len(value) <= _LONGEST else ""
    bracketed = _BRACKETED.fullmatch(text)
    # The sign may stand before or behind the currency sign, and once only.
    before, text = _SIGN.findall(bracketed[1] if bracketed else text)[0]
    found = _NUMBER.fullmatch(_CURRENCY.sub("", text))
    if not found or not re.search("[0-9]", f"{found['whole']}{found['part']}"):
        raise _not_a_number(value)
    signs = f"{'-' if bracketed else ''}{before}{found['sign']}"
    if len(signs) > 1:
        raise _not_a_number(value)
    digits = re.sub("[, ]", "", found["whole"]) or "0"
    number = Decimal(f"{digits}{found['part'] or ''}{found['power'] or ''}")
    return number * _UNITS.get(found["unit"], 1) * (-1 if signs == "-" else 1)


def _not_a_number(value: object) -> BadNumber:
    return BadNumber(_("“%(value)s” is not a number."), value=shown(value))
