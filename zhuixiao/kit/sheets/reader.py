"""Runs as a process of its own and reads workbooks for `workbooks`; imports nothing of ours.

The spreadsheet reader is fast, but a file made to harm it, or only a broken one, can make it loop
for ever or ask for terabytes and abort its process. So it works in a process that may die, under
limits of the operating system: 20 s of processor time and 1 GB of memory, where the system knows
such limits. What is fatal there is an ordinary error for the parent.

Protocol: each answer is 8 bytes of length and a marshal value; days and moments travel as tuples
of numbers. The first answer, unasked, is ["book", sheet names], ["password"] or ["damaged"].
Questions are lines: "sheet 2" is answered ["sheet", width, merged areas], "rows 2 1000" with
["rows", up to 1,000 rows from number 1,000 on], both counted from 0; no rows mean the end.
"""

import marshal
import struct
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib import import_module
from itertools import islice
from typing import Any

import python_calamine as calamine

LENGTH = struct.Struct("<Q")

PROCESSOR_SECONDS = 20
_MEMORY = 2**30
ROWS_A_FRAME = 1000
# Up to here a float of a spreadsheet is exact; Excel itself keeps 15 digits.
_EXACT = 1e15

Wire = str | int | float | bool | tuple[int, ...] | None


def as_wire(value: object) -> Wire:
    """A value of the reader as it travels.

    Integral floats become int (phones!), empty text None, a time or duration its text. A whole
    number beyond 15 digits stays a float, because its last digits are already lost.
    """
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, bool | int) or value is None:
        return value
    return _moment_as_wire(value)


def _moment_as_wire(value: object) -> Wire:
    if isinstance(value, datetime):
        return (*value.timetuple()[:6], value.microsecond)
    if isinstance(value, date):
        return (value.year, value.month, value.day)
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def main(path: str) -> None:
    """Serve the workbook at `path` until standard input ends."""
    _limit()
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        sheets = _Sheets(book)
        _send(["book", sheets.names])
        for line in sys.stdin:
            word, *numbers = line.split()
            answer = sheets.describe if word == "sheet" else sheets.rows
            _send(answer(*map(int, numbers)))
    except calamine.PasswordError:
        _send(["password"])
    except Exception:  # noqa: BLE001  whatever it is, the file cannot be read
        _send(["damaged"])


class _Sheets:
    """The sheets of a book, one at a time in memory, and how far its rows were sent."""

    def __init__(self, book: calamine.CalamineWorkbook) -> None:
        self._book = book
        self.names = _sheet_names(book)
        self._number = -1
        self._sheet: calamine.CalamineSheet | None = None
        self._at = 0
        self._rows: Iterator[list[Wire]] = iter(())

    def describe(self, number: int) -> list[Any]:
        sheet = self._load(number)
        merges = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
        return ["sheet", _left(sheet) + sheet.width, merges]

    def rows(self, number: int, start: int) -> list[Any]:
        sheet = self._load(number)
        if start != self._at:
            self._restart(sheet)
            next(islice(self._rows, start, start), None)
        rows = list(islice(self._rows, ROWS_A_FRAME))
        self._at = start + len(rows)
        return ["rows", rows]

    def _load(self, number: int) -> calamine.CalamineSheet:
        if self._sheet is None or self._number != number:
            # The old sheet goes first, so that two are never in memory.
            self._sheet, self._rows = None, iter(())
            self._sheet = self._book.get_sheet_by_name(self.names[number])
            self._number = number
            self._restart(self._sheet)
        return self._sheet

    def _restart(self, sheet: calamine.CalamineSheet) -> None:
        # The reader keeps empty rows at the top, but leaves out empty columns at the left.
        left: list[Wire] = [None] * _left(sheet)
        self._at = 0
        self._rows = ([*left, *map(as_wire, row)] for row in sheet.iter_rows() if sheet.start)


def _left(sheet: calamine.CalamineSheet) -> int:
    return sheet.start[1] if sheet.start else 0


def _limit() -> None:
    try:
        resource: Any = import_module("resource")
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheet_names(book: calamine.CalamineWorkbook) -> list[str]:
    tables = [
        sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    seen = [sheet.name for sheet in tables if sheet.visible == calamine.SheetVisibleEnum.Visible]
    return seen or [sheet.name for sheet in tables]


def _send(value: list[Any]) -> None:
    data = marshal.dumps(value)
    sys.stdout.buffer.write(LENGTH.pack(len(data)) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
