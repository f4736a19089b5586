"""Workbooks of spreadsheet programs, through calamine, behind the guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import python_calamine as calamine

from zhuixiao.kit.sheets import archives, extents, records
from zhuixiao.kit.sheets.book import Book
from zhuixiao.kit.sheets.cells import MOST_CELLS, MOST_COLUMNS, Cell, Merge, as_cell
from zhuixiao.kit.sheets.errors import (
    DamagedFile,
    NotATable,
    password_protected,
    too_many_cells,
    too_many_columns,
)
from zhuixiao.kit.sheets.kinds import Kind
from zhuixiao.kit.sheets.ole import CompoundFile
from zhuixiao.kit.sheets.wellformed import check_xml

# An encrypted .xlsx is an OLE file with these streams; the names are fixed by [MS-OFFCRYPTO].
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_XLS_STREAMS = ("Workbook", "Book")


class Workbook(Book):
    """An xlsx, xlsb, xls or ods file. One sheet at a time is held in memory.

    Hidden sheets are left out unless all are hidden: they hold the pick lists of templates.
    Formulas come as the values they were saved with, error values as empty cells.
    """

    def __init__(self, path: Path, *, kind: Kind) -> None:
        _guard(path, kind)
        with _reading():
            self._file = calamine.CalamineWorkbook.from_path(path)
        self._loaded: tuple[str, calamine.CalamineSheet] | None = None
        super().__init__(kind=kind, sheets=_sheet_names(self._file))
        if not self.sheets:
            raise NotATable

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        loaded = self._load(sheet)
        if loaded.start is None:
            return
        # The reader keeps empty rows at the top, but leaves out empty columns at the left.
        left: list[Cell] = [None] * loaded.start[1]
        if len(left) + loaded.width > MOST_COLUMNS:
            raise too_many_columns(MOST_COLUMNS)
        for row in loaded.iter_rows():
            yield [*left, *map(as_cell, row)]

    def merges(self, sheet: str) -> list[Merge]:
        areas = self._load(sheet).merged_cell_ranges or []
        return [Merge(*first, *last) for first, last in areas]

    def close(self) -> None:
        self._loaded = None
        self._file.close()

    def _load(self, sheet: str) -> calamine.CalamineSheet:
        self.check(sheet)
        if self._loaded is None or self._loaded[0] != sheet:
            # The old sheet goes first, so that two are never in memory.
            self._loaded = None
            with _reading():
                self._loaded = (sheet, self._file.get_sheet_by_name(sheet))
        return self._loaded[1]


@contextmanager
def _reading() -> Iterator[None]:
    """Turns every way the reader fails into one of our errors."""
    try:
        yield
    except calamine.PasswordError as error:
        raise password_protected() from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise DamagedFile from error
    except BaseException as error:
        # A panic of the Rust reader on a broken file; it has no public class to catch.
        if type(error).__name__ == "PanicException":
            raise DamagedFile from error
        raise


def _sheet_names(file: calamine.CalamineWorkbook) -> list[str]:
    tables = [
        sheet for sheet in file.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    seen = [sheet.name for sheet in tables if sheet.visible == calamine.SheetVisibleEnum.Visible]
    return seen or [sheet.name for sheet in tables]


def _guard(path: Path, kind: Kind) -> None:
    if kind == Kind.XLS:
        _guard_xls(path)
        return
    entries = archives.checked_entries(path)
    archives.check_unpacked(path, entries)
    for entry in entries:
        if _extent(path, entry, kind) > MOST_CELLS:
            raise too_many_cells(MOST_CELLS)


def _extent(path: Path, entry: archives.Entry, kind: Kind) -> int:
    # Every part is looked at: which of them is a sheet is for the file to say, and it may lie.
    if kind == Kind.XLSB:
        return records.xlsb_extent(archives.content(path, entry))
    if kind == Kind.ODS:
        if entry.filename.endswith(".xml"):
            check_xml(archives.content(path, entry))
        return extents.ods_extent(archives.content(path, entry))
    bounds = extents.xlsx_bounds(archives.content(path, entry))
    if bounds is None or bounds > MOST_CELLS:
        return extents.xlsx_extent(archives.content(path, entry))
    return bounds


def _guard_xls(path: Path) -> None:
    file = CompoundFile(path.read_bytes())
    if any(name in file for name in _ENCRYPTED):
        raise password_protected()
    stream = next((name for name in _XLS_STREAMS if name in file), None)
    if stream is None:
        raise NotATable
    if records.xls_extent(file.read(stream)) > MOST_CELLS:
        raise too_many_cells(MOST_CELLS)
