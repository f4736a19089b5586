"""What a cell can be, whatever kind of file it came from."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

Cell = str | int | float | date | datetime | bool | None

LONGEST_CELL = 32_767
MOST_COLUMNS = 500
# Dense cells of one sheet: readers keep a rectangle in memory, about 32 bytes a cell before text.
MOST_CELLS = 5_000_000

# Up to here a float of a spreadsheet is exact; Excel itself keeps 15 digits.
_EXACT = 1e15


class Merge(NamedTuple):
    """A merged area, first and last row and column inclusive, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def as_cell(value: object) -> Cell:
    """A value of a spreadsheet reader as a Cell.

    Integral floats become int (phones!), empty text None, a time or duration its text. A whole
    number beyond 15 digits stays a float, because its last digits are already lost.
    """
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if value is None or isinstance(value, bool | int | date):
        return value
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def is_blank(value: Cell) -> bool:
    """Whether a person looking at the cell sees nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def column_letters(index: int) -> str:
    """A for 0, Z for 25, AA for 26: the names spreadsheets give columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: bytes) -> int:
    """0 for b"A"; the inverse of `column_letters`."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1
