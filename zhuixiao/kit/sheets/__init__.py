"""Reading and writing the tables people have. Everything callers need is named here.

Measured on two cores: an xlsx of 100,000 rows and 15 columns, ten of them text, is read in 1.5 s on
an idle machine (3 to 7 s on a busy one), with 146 MB in the reader's process and 48 MB in the
caller's. `tests/kit/sheets/test_size.py` holds it below 250 MB.
"""

from zhuixiao.kit.sheets.book import Book
from zhuixiao.kit.sheets.cells import Cell, Merge
from zhuixiao.kit.sheets.errors import (
    CellTooLong,
    DamagedFile,
    EmptyFile,
    FileTooBig,
    NoSuchSheet,
    NotATable,
    RowTooWide,
    SheetError,
    UnreadableFile,
    UnsafeFile,
)
from zhuixiao.kit.sheets.header import HeaderGuess, find_header
from zhuixiao.kit.sheets.names import shape_key
from zhuixiao.kit.sheets.opening import open_book
from zhuixiao.kit.sheets.table import Row, data_rows
from zhuixiao.kit.sheets.write import write_csv, write_xlsx

__all__ = [
    "Book",
    "Cell",
    "CellTooLong",
    "DamagedFile",
    "EmptyFile",
    "FileTooBig",
    "HeaderGuess",
    "Merge",
    "NoSuchSheet",
    "NotATable",
    "Row",
    "RowTooWide",
    "SheetError",
    "UnreadableFile",
    "UnsafeFile",
    "data_rows",
    "find_header",
    "open_book",
    "shape_key",
    "write_csv",
    "write_xlsx",
]
