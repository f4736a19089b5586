"""Writing tables: streaming, and safe to open. Text never becomes a formula."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.sheets.cells import LONGEST_CELL, Cell, column_letters
from zhuixiao.kit.sheets.errors import CellTooLong, FileTooBig
from zhuixiao.kit.sheets.formulas import marked

MOST_ROWS = 1_048_576
# Beyond 15 digits a spreadsheet would round the number, so it is written as text.
_EXACT = 10**15

CsvEncoding = Literal["utf-8-sig", "gb18030"]


def write_xlsx(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet: str = "Sheet1",
    more: Mapping[str, Iterable[Sequence[Cell]]] | None = None,
) -> int:
    """Write one sheet, row by row in constant memory; returns the number of data rows.

    `more` holds further, small sheets by name, without a header.

    Text is typed as text, so nothing in it runs or changes; dates are real dates, an aware
    datetime is written as its own wall clock. Raises CellTooLong above 32,767 characters and
    FileTooBig above 1,048,575 data rows; OSError for a place that cannot be written.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    # The library opens the file at the very end: a place that cannot be written is told at once.
    path.touch()
    with xlsxwriter.Workbook(str(path), options) as book:
        page = book.add_worksheet(sheet)
        formats = _Formats(book)
        _write_row(page, 0, header, formats)
        for count, row in enumerate(rows, start=1):
            if count >= MOST_ROWS:
                raise FileTooBig(
                    _("A sheet holds at most %(most)s rows. Filter first, or export as CSV."),
                    most=MOST_ROWS - 1,
                )
            _write_row(page, count, row, formats)
        for name, cells in (more or {}).items():
            further = book.add_worksheet(name)
            for number, row in enumerate(cells):
                _write_row(further, number, row, formats)
    return count


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    encoding: CsvEncoding = "utf-8-sig",
) -> int:
    """Write CSV that spreadsheet programs open right; returns the number of data rows.

    Every value is quoted, so that no separator is guessed from inside a text. Text a spreadsheet
    would run as a formula gets an apostrophe in front, which our own reader takes off again.
    `utf-8-sig` suits everything current, `gb18030` old Chinese programs.
    """
    count = 0
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([marked(name) for name in header])
        for row in rows:
            writer.writerow([_csv_text(cell) for cell in row])
            count += 1
    return count


class _Formats:
    def __init__(self, book: Any) -> None:
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})


def _write_row(page: Any, number: int, row: Sequence[Cell], formats: _Formats) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            if len(cell) > LONGEST_CELL:
                raise CellTooLong(column=column_letters(column), length=len(cell))
            if cell:
                page.write_string(number, column, cell.encode("utf-8", "replace").decode())
        elif isinstance(cell, bool):
            page.write_boolean(number, column, cell)
        elif isinstance(cell, datetime):
            page.write_datetime(number, column, cell.replace(tzinfo=None), formats.moment)
        elif isinstance(cell, date):
            page.write_datetime(number, column, cell, formats.day)
        elif isinstance(cell, int | float):
            if math.isfinite(cell) and abs(cell) < _EXACT:
                page.write_number(number, column, cell)
            else:
                page.write_string(number, column, str(cell))


def _csv_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return marked(cell) if isinstance(cell, str) else str(cell)
