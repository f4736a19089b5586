"""Cells that hold several phones, and cells whose phone a spreadsheet has destroyed."""

import re

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.text.errors import Unreadable, shown
from zhuixiao.kit.text.normal import clean, fold
from zhuixiao.kit.text.phones import is_mobile, normal_phone, number_text

_SEPARATORS = re.compile(
    r"[/／、,，;；|｜\n\t]+(?!\s*(?:ext|转|分机|x))|或者?|\s+or\s+", re.IGNORECASE
)
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?e\+?[0-9]{1,3}")
_LOCAL = re.compile(r"[2-9][0-9]{2,3}[ -]?[0-9]{4}(?:-[0-9]{1,6})?")
_AREA = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})(?=[0-9]{7,8}(?:x|$))")
# Beyond 15 digits a spreadsheet stores zeros; this many zeros at the end were digits once.
_LOST_ZEROS = "000000"


class DamagedNumber(Unreadable):
    """A long number went through a numeric cell and lost digits that cannot be brought back."""


def split_phones(cell: object) -> list[str]:
    """The phones in one cell, each as typed, in order; extensions stay with their number.

    Separators: / 、 , ; | line ends, 或, and a space where both sides are phones. A local number
    behind a landline takes over its area code (0757-88157777/88157778). Text that is no phone is
    kept as a piece of its own, so that nothing gets lost: `normal_phone` gives None for it.

    Raises DamagedNumber for 1.38E+10 and for a number that ends in six or more zeros.
    """
    if isinstance(cell, str) and is_mobile(cell):
        return [cell]
    _check_whole(cell)
    found: list[str] = []
    area = ""
    for part in _SEPARATORS.split(clean(number_text(cell), multiline=True)):
        for piece in _at_spaces(part.strip()):
            if area and normal_phone(piece) is None and _LOCAL.fullmatch(piece):
                found.append(f"{area}-{piece}")
            else:
                found.append(piece)
            if landline := _AREA.match(normal_phone(piece) or ""):
                area = landline[0]
    return found


def _check_whole(cell: object) -> None:
    text = fold(str(cell))
    numeric = isinstance(cell, int | float) and not isinstance(cell, bool)
    lost = numeric and number_text(cell).endswith(_LOST_ZEROS)
    if _SCIENTIFIC.fullmatch(text) or lost:
        raise DamagedNumber(
            _(
                "“%(value)s” has lost digits. Format the column as text in the spreadsheet and "
                "enter the number again."
            ),
            value=shown(cell),
        )


def _at_spaces(part: str) -> list[str]:
    """Split at spaces, but only between phones: 0757 88157777 is one number."""
    if not part:
        return []
    if " " not in part or normal_phone(part):
        return [part]
    words = part.split()
    pieces: list[str] = []
    start = 0
    while start < len(words):
        # A number is written in at most five groups; the longest reading that is a phone wins.
        end = start + 1
        for stop in range(min(len(words), start + 5), start, -1):
            if normal_phone(" ".join(words[start:stop])):
                end = stop
                break
        pieces.append(" ".join(words[start:end]))
        start = end
    return pieces
