"""Rows of CSV and other delimited text."""

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.sheets.book import Book
from zhuixiao.kit.sheets.cells import MOST_COLUMNS, Cell
from zhuixiao.kit.sheets.delimiters import delimiter_of
from zhuixiao.kit.sheets.encodings import Encoding, encoding_of
from zhuixiao.kit.sheets.errors import NotATable, SheetError, too_many_columns
from zhuixiao.kit.sheets.formulas import unmarked
from zhuixiao.kit.sheets.kinds import Kind

_SAMPLE_LINES = 400
_SAMPLE_LENGTH = 256 * 1024
# A line is held in memory whole; a real row, even of 500 long texts, stays below.
_LONGEST_LINE = 4 * 2**20
# Excel writes and reads this first line to say what separates.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


class TextBook(Book):
    """One sheet named after the file; values are text, empty ones None.

    NUL characters are dropped, `="00123"` is 00123, and the apostrophe that guards against
    formulas is taken off again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoding: Encoding = encoding_of(path)
        with self._open() as file:
            sample = _sample(file)
        if _is_binary(sample):
            raise NotATable
        said = _SEPARATOR_LINE.fullmatch(sample[0]) if sample else None
        self._skip = bool(said)
        self.delimiter = said[1] if said else delimiter_of(sample)
        super().__init__(
            kind=Kind.TEXT,
            sheets=[path.stem],
            encoding=self._encoding.name,
            encoding_guessed=self._encoding.guessed,
        )

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        self.check(sheet)
        with self._open() as file:
            reader = csv.reader(_lines(file), delimiter=self.delimiter)
            try:
                for number, row in enumerate(reader):
                    if len(row) > MOST_COLUMNS:
                        raise too_many_columns(MOST_COLUMNS)
                    # The separator line keeps its number, so that rows count as in a spreadsheet.
                    yield [] if self._skip and number == 0 else [unmarked(c) or None for c in row]
            except csv.Error as error:
                raise _open_quote(reader.line_num) from error

    def _open(self) -> IO[str]:
        file = self._path.open("rb")
        file.seek(self._encoding.skip)
        return TextIOWrapper(
            file, encoding=self._encoding.name, errors=self._encoding.errors, newline=""
        )


def _sample(file: IO[str]) -> list[str]:
    lines: list[str] = []
    length = 0
    for line in islice(_lines(file), _SAMPLE_LINES):
        length += len(line)
        if lines and length > _SAMPLE_LENGTH:
            break
        lines.append(line)
    return lines


def _lines(file: IO[str]) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise _open_quote(number)
        yield line.replace("\0", "")


def _is_binary(sample: list[str]) -> bool:
    text = "".join(sample)[:_SAMPLE_LENGTH]
    return len(_CONTROL.findall(text)) > 0.05 * len(text)


def _open_quote(line: int) -> SheetError:
    return SheetError(
        _("Line %(line)s is too long. Perhaps a quotation mark before it is never closed."),
        line=line,
    )
