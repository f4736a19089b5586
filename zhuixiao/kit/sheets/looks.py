"""What the text of a cell looks like; only good enough to tell a header from data.

Chinese on purpose: units and extensions as they stand in cells.
"""

import re
from datetime import date
from enum import Enum, auto

from zhuixiao.kit.sheets.cells import Cell, is_blank

_NUMBER = re.compile(r"[¥￥$€]?\s*[+-]?[\d,]+(?:\.\d+)?\s*[%万元]?")
_DATE = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}.*|\d{1,2}[-/]\d{1,2}[-/]\d{4}.*")
_PHONE = re.compile(r"\+?[\d\s()-]{7,20}(?:[转x#-]\d{1,6})?")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|https?://.*|www\..*", re.IGNORECASE)
# A name of a column is a few words; longer text is a value or a note.
_LONGEST_NAME = 40


class Look(Enum):
    """Kinds of cells; a header is made of NAME, short text with a letter in it, and YEAR."""

    EMPTY = auto()
    NAME = auto()
    NUMBER = auto()
    YEAR = auto()
    DATE = auto()
    PHONE = auto()
    ADDRESS = auto()
    LONG = auto()


NAME_LOOKS = frozenset((Look.NAME, Look.YEAR))
# What a header never holds.
DATA_LOOKS = frozenset((Look.DATE, Look.PHONE, Look.ADDRESS))


def look_of(value: Cell) -> Look:
    """The look of one cell."""
    if is_blank(value):
        return Look.EMPTY
    if isinstance(value, bool):
        return Look.NUMBER
    if isinstance(value, date):
        return Look.DATE
    text = str(value).strip()
    if len(text) > _LONGEST_NAME:
        return Look.LONG
    for look, pattern in _PATTERNS:
        if pattern.fullmatch(text) and (look is not Look.PHONE or _is_long_number(text)):
            return look
    return Look.NAME


_PATTERNS = (
    (Look.YEAR, re.compile("(?:19|20|21)[0-9]{2}年?")),
    (Look.DATE, _DATE),
    (Look.PHONE, _PHONE),
    (Look.NUMBER, _NUMBER),
    (Look.ADDRESS, _ADDRESS),
)


def _is_long_number(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 7
