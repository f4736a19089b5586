"""The rows of data below a header."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhuixiao.kit.sheets.book import Book
from zhuixiao.kit.sheets.cells import LONGEST_CELL, Cell, Merge, column_letters, is_blank
from zhuixiao.kit.sheets.errors import CellTooLong, RowTooWide, SheetError
from zhuixiao.kit.sheets.header import HeaderGuess
from zhuixiao.kit.sheets.kinds import Kind


class Row(NamedTuple):
    """`number` is what the spreadsheet shows, counted from 1. With an `error`, refuse the row."""

    number: int
    cells: list[Cell]
    error: SheetError | None = None


def data_rows(book: Book, sheet: str, header: HeaderGuess) -> Iterator[Row]:
    """The rows below the header that hold something, each at least as wide as the header.

    A value merged over several rows counts for each of them (one firm over its three contacts),
    as far as those rows hold something of their own; empty rows stay out even inside such an area.
    Formats that do not tell merged areas (xlsb, ods, text) give the value to the first row only.
    """
    width = len(header.names)
    fills = _Fills(book.merges(sheet), header.data_start)
    for index, found in enumerate(book.rows(sheet)):
        if index < header.data_start:
            continue
        if all(map(is_blank, found)):
            continue
        cells = [*found, *[None] * (width - len(found))]
        fills.apply(index, cells)
        yield Row(index + 1, cells, _error(cells, width, book.kind))


def _error(cells: Sequence[Cell], width: int, kind: Kind) -> SheetError | None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            return CellTooLong(column=column_letters(column), length=len(cell))
    # In text a stray separator shifts all values behind it; in a workbook it is a note beside.
    if kind is Kind.TEXT and len(cells) > width:
        filled = max(column for column, cell in enumerate(cells) if not is_blank(cell)) + 1
        if filled > width:
            return RowTooWide(values=filled, names=width)
    return None


class _Fills:
    """Carries the value of each area merged downwards from its first row to the others."""

    def __init__(self, merges: list[Merge], start: int) -> None:
        # Areas that begin above the data belong to the header.
        self._waiting = sorted(
            (merge for merge in merges if merge.bottom > merge.top >= start), reverse=True
        )
        # One a column, however many overlapping areas a file claims.
        self._open: dict[int, tuple[int, Cell]] = {}

    def apply(self, index: int, cells: list[Cell]) -> None:
        """Put the values of areas begun further up into row `index`, and begin its own."""
        for column, (bottom, value) in list(self._open.items()):
            if bottom < index:
                del self._open[column]
            elif column < len(cells) and is_blank(cells[column]):
                cells[column] = value
        while self._waiting and self._waiting[-1].top <= index:
            merge = self._waiting.pop()
            if merge.top == index and merge.left < len(cells):
                self._open[merge.left] = (merge.bottom, cells[merge.left])
