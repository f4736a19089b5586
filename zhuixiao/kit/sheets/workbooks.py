"""Workbooks of spreadsheet programs: guards first, then a reader in a process of its own."""

import marshal
import struct
import subprocess
import sys
import weakref
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from zhuixiao.kit.sheets import archives, reader
from zhuixiao.kit.sheets.book import Book
from zhuixiao.kit.sheets.cells import MOST_COLUMNS, Cell, Merge
from zhuixiao.kit.sheets.errors import (
    DamagedFile,
    NotATable,
    UnreadableFile,
    password_protected,
    too_many_columns,
)
from zhuixiao.kit.sheets.kinds import Kind


class Workbook(Book):
    """An xlsx, xlsb, xls or ods file; see `reader` for why another process reads it.

    Hidden sheets are left out unless all are hidden: they hold the pick lists of templates.
    Formulas come as the values they were saved with, error values as empty cells. Close the book,
    or the process stays until the book is collected.
    """

    def __init__(self, path: Path, *, kind: Kind) -> None:
        if kind != Kind.XLS:
            archives.check(path)
        self._process = subprocess.Popen(  # noqa: S603  our own file, and a path as one argument
            [sys.executable, "-I", reader.__file__, str(path.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._end = weakref.finalize(self, _end, self._process)
        sheets = self._receive("book")[0]
        if not sheets:
            self.close()
            raise NotATable
        super().__init__(kind=kind, sheets=sheets)

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        number = self._number(sheet)
        width = self._ask(f"sheet {number}", "sheet")[0]
        if width > MOST_COLUMNS:
            raise too_many_columns(MOST_COLUMNS)
        start = 0
        while rows := self._ask(f"rows {number} {start}", "rows")[0]:
            for row in rows:
                yield [_moment(cell) if isinstance(cell, tuple) else cell for cell in row]
            start += len(rows)

    def merges(self, sheet: str) -> list[Merge]:
        areas = self._ask(f"sheet {self._number(sheet)}", "sheet")[1]
        return [Merge(*area) for area in areas]

    def close(self) -> None:
        self._end()

    def _number(self, sheet: str) -> int:
        self.check(sheet)
        return self.sheets.index(sheet)

    def _ask(self, question: str, expected: str) -> list[Any]:
        with suppress(OSError, ValueError):
            _pipe(self._process.stdin).write(f"{question}\n".encode())
            _pipe(self._process.stdin).flush()
        return self._receive(expected)

    def _receive(self, expected: str) -> list[Any]:
        """The rest of the next answer; closes the book and raises where it is not `expected`."""
        try:
            out = _pipe(self._process.stdout)
            head = out.read(reader.LENGTH.size)
            length = reader.LENGTH.unpack(head)[0]
            word, *rest = marshal.loads(out.read(length))  # noqa: S302  from our own reader
        except (struct.error, EOFError, ValueError) as error:
            self.close()
            raise UnreadableFile from error
        if word == expected:
            return list(rest)
        self.close()
        raise password_protected() if word == "password" else DamagedFile


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError
    return stream


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            _pipe(stream).close()
    process.wait()


def _moment(parts: tuple[int, ...]) -> date:
    if len(parts) == 3:
        return date(*parts)
    year, month, day, hour, minute, second, micro = parts
    return datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001  as written
