"""The file behind an import, whatever kind it is, as sheets with rows."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhuixiao.kit.sheets import Book, Cell, HeaderGuess, Row, data_rows, find_header, open_book
from zhuixiao.kit.sheets.kinds import Kind
from zhuixiao.kit.sheets.names import shape_key, unique_names
from zhuixiao.kit.text.normal import clean, fold

from ..vcards import read as vcards
from .mapping import KNOWN_WORDS

# Enough rows to find the header and to show what the columns hold.
LOOKED_AT = 40
_CARD = re.compile(rb"^[\s\xef\xbb\xbf]*BEGIN\s*:\s*VCARD", re.IGNORECASE)
_RECORDS = re.compile(rb'^[\s\xef\xbb\xbf]*\{\s*"records"\s*:')


def open_source(path: Path) -> Book:
    """Open a table, a file of vCards, or exported records (JSON). Raises SheetError."""
    with path.open("rb") as file:
        head = file.read(200)
    if _CARD.match(head):
        return RowsBook("vCard", vcards.HEADER, lambda: vcards.rows(path.read_bytes()))
    if _RECORDS.match(head) and (records := _records(path)) is not None:
        names = list(dict.fromkeys(name for record in records for name in record))
        return RowsBook("records", names, lambda: ([row.get(n) for n in names] for row in records))
    return open_book(path)


class RowsBook(Book):
    """A file that is read whole and has one sheet with a header."""

    def __init__(self, sheet: str, names: Sequence[str], rows: Any) -> None:
        # The kind only says that rows may be of any width and nothing is merged.
        super().__init__(kind=Kind.HTML, sheets=[sheet])
        self._names, self._rows = list(names), rows

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        self.check(sheet)
        yield list(self._names)
        for row in self._rows():
            yield list(row)


def first_rows(book: Book, sheet: str, count: int = LOOKED_AT) -> list[list[Cell]]:
    """The first rows of a sheet, empty ones included."""
    found: list[list[Cell]] = []
    for row in book.rows(sheet):
        found.append(row)
        if len(found) == count:
            break
    return found


def header_of(rows: Sequence[Sequence[Cell]]) -> HeaderGuess:
    """Where the header probably is, judged by the first rows."""
    return find_header(rows, known=KNOWN_WORDS)


def known_words(header: HeaderGuess) -> int:
    """How many of its columns are called as columns of customers are."""
    return (
        0 if header.row_index is None else sum(fold(name) in KNOWN_WORDS for name in header.names)
    )


def header_at(rows: Sequence[Sequence[Cell]], number: int | None) -> HeaderGuess:
    """The header in the row that a person chose (counted from 1), or none at all.

    Where the guess ends in the same row it is taken, for it also knows headers of two rows.
    """
    guess = header_of(rows)
    if guess.row_index == (None if number is None else number - 1):
        return guess
    width = max((len(row) for row in rows), default=0)
    if number is None:
        names = unique_names([""] * width)
        return HeaderGuess(None, names, shape_key(names))
    cells = rows[number - 1] if number <= len(rows) else []
    raw = ["" if cell is None else clean(str(cell))[:80] for cell in cells]
    raw += [""] * (width - len(raw))
    return HeaderGuess(number - 1, unique_names(raw), shape_key(raw))


def rows_after(book: Book, sheet: str, header: HeaderGuess, last: int) -> Iterator[Row]:
    """The rows of data behind row number `last`."""
    return (row for row in data_rows(book, sheet, header) if row.number > last)


def _records(path: Path) -> list[Mapping[str, Cell]] | None:
    """The records of a tree export, nested objects left out; None for other JSON."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        return [
            {name: value for name, value in record.items() if not isinstance(value, dict | list)}
            for record in data["records"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
