"""Text that a spreadsheet would run as a formula: marked in CSV on the way out, back on the way in.

A value is dangerous when, behind any blanks and control characters, its first character is
= + - or @, also in full width: each of these prefixes has been used to get past a guard somewhere.
Plain numbers and phones (-5, +8613800138000) are not. The mark is one apostrophe in front, which
spreadsheets show as text. A value that already looks like a marked one gets a mark too, so that
`unmarked(marked(text)) == text` for every text.
"""

import re
import unicodedata

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_SIGNS = frozenset("=+-@")
# ="00123" is how exports from other systems keep a number from losing its zeros.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def marked(text: str) -> str:
    """`text` as it may stand in a CSV cell."""
    return f"'{text}" if is_dangerous(text.lstrip("'")) else text


def unmarked(text: str) -> str:
    """The text behind a cell of a CSV file: one apostrophe less where `marked` puts one."""
    if text.startswith("'"):
        return text[1:] if is_dangerous(text.lstrip("'")) else text
    if wrapped := _TEXT_FORMULA.fullmatch(text):
        return wrapped[1]
    return text


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet may take `text` for a formula."""
    if _PLAIN_NUMBER.fullmatch(text):
        return False
    for char in text:
        plain = unicodedata.normalize("NFKC", char)
        if plain[:1] in _SIGNS:
            return True
        if not (plain.isspace() or unicodedata.category(char)[0] in "CZ"):
            return False
    return False
