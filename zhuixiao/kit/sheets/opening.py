"""One way in for every file of rows."""

from pathlib import Path

from zhuixiao.kit.sheets.book import Book
from zhuixiao.kit.sheets.delimited import TextBook
from zhuixiao.kit.sheets.html import HtmlBook
from zhuixiao.kit.sheets.kinds import Kind, kind_of
from zhuixiao.kit.sheets.workbooks import Workbook


def open_book(path: Path) -> Book:
    """Open xlsx, xlsb, xls, ods, csv, tsv, txt or an HTML table, by content, not by name.

    Everything dangerous is refused before it is read. Every failure is a SheetError with a
    sentence for the person who uploaded the file. Use as a context manager, or close.
    """
    kind = kind_of(path)
    if kind == Kind.TEXT:
        return TextBook(path)
    if kind == Kind.HTML:
        return HtmlBook(path)
    return Workbook(path, kind=kind)
