"""The file behind an import: its header, and its rows one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.sheets import (
    Book,
    HeaderGuess,
    Row,
    SheetError,
    data_rows,
    find_header,
    open_book,
)
from zhuixiao.kit.sheets.cells import is_blank

from . import columns
from .cells import text
from .kinds import Kind

_LOOKED_AT = 40
_SAMPLES = 4


@dataclass(frozen=True)
class Look:
    """What a page shows of a file: the names of its columns and some values of each."""

    sheet: str
    sheets: list[str]
    names: list[str]
    samples: list[list[str]]


def look(kind: Kind, path: Path, *, sheet: str = "", header_row: int | None = None) -> Look:
    """Raises RuleError for a file that is no table, or an empty one."""
    try:
        with open_book(path) as book:
            chosen, header, first = _begin(kind, book, sheet, header_row)
            below = first[header.data_start :]
            sheets = list(book.sheets)
    except SheetError as error:
        raise RuleError(str(error), field="file") from error
    samples = [_samples(below, index) for index in range(len(header.names))]
    return Look(chosen, sheets, header.names, samples)


def rows(kind: Kind, path: Path, *, sheet: str, header_row: int | None) -> Iterator[Row]:
    """The rows below the header that hold something. Raises RuleError, also in the middle."""
    try:
        with open_book(path) as book:
            chosen, header, _first = _begin(kind, book, sheet, header_row)
            yield from data_rows(book, chosen, header)
    except SheetError as error:
        raise RuleError(str(error), field="file") from error


def _begin(
    kind: Kind, book: Book, sheet: str, header_row: int | None
) -> tuple[str, HeaderGuess, list[list[object]]]:
    """The sheet, its header and its first rows."""
    if sheet:
        book.check(sheet)
    for name in [sheet] if sheet else book.sheets:
        first = list(islice(book.rows(name), _LOOKED_AT))
        if any(not is_blank(cell) for row in first for cell in row):
            header = find_header(first, known=columns.known_words(kind))
            if header_row is not None and 0 < header_row <= len(first):
                header = find_header(first[header_row - 1 :], known=columns.known_words(kind))
                moved = (header.row_index or 0) + header_row - 1
                header = HeaderGuess(moved, header.names, header.shape)
            return name, header, [list(row) for row in first]
    raise RuleError(_("This file is empty. Choose another one."), field="file")


def _samples(below: list[list[object]], index: int) -> list[str]:
    values = [text(row[index])[:40] for row in below if index < len(row)]  # type: ignore[arg-type]
    return list(dict.fromkeys(value for value in values if value))[:_SAMPLES]
