"""What a cell can be, whatever kind of file it came from."""

from datetime import date, datetime
from typing import NamedTuple

Cell = str | int | float | date | datetime | bool | None

LONGEST_CELL = 32_767
MOST_COLUMNS = 500
# Cells of a page of HTML, which is held in memory whole.
MOST_CELLS = 5_000_000


class Merge(NamedTuple):
    """A merged area, first and last row and column inclusive, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


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
