"""Tables of an HTML page: many systems call such a page .xls."""

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.sheets.book import Book
from zhuixiao.kit.sheets.cells import MOST_CELLS, MOST_COLUMNS, Cell, Merge
from zhuixiao.kit.sheets.encodings import encoding_of
from zhuixiao.kit.sheets.errors import (
    FileTooBig,
    NotATable,
    too_many_cells,
    too_many_columns,
)
from zhuixiao.kit.sheets.kinds import Kind

LARGEST_PAGE = 20 * 2**20
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
_HIDDEN = frozenset(("script", "style", "title"))


class HtmlBook(Book):
    """Each table that holds a row is a sheet, named by its number; all values are text."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > LARGEST_PAGE:
            raise FileTooBig(
                _("The page is larger than %(most)s MB. Save it as .xlsx."),
                most=LARGEST_PAGE // 2**20,
            )
        text, encoding, guessed = _decoded(path)
        tables = _Tables()
        tables.feed(text)
        tables.close()
        self._tables = {str(number): table for number, table in enumerate(tables.done(), start=1)}
        if not self._tables:
            raise NotATable
        super().__init__(
            kind=Kind.HTML,
            sheets=list(self._tables),
            encoding=encoding,
            encoding_guessed=guessed,
        )

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        self.check(sheet)
        yield from self._tables[sheet].rows

    def merges(self, sheet: str) -> list[Merge]:
        self.check(sheet)
        return self._tables[sheet].merges


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Merge] = []
        # Columns that a cell further up still covers, with the last row it covers.
        self.covered: dict[int, int] = {}

    def place(self, text: str, *, rowspan: int, colspan: int) -> None:
        row = self.rows[-1]
        top = len(self.rows) - 1
        while self.covered.get(len(row), -1) >= top:
            row.append(None)
        left = len(row)
        if left + colspan > MOST_COLUMNS:
            raise too_many_columns(MOST_COLUMNS)
        row.append(text or None)
        row.extend([None] * (colspan - 1))
        if rowspan > 1 or colspan > 1:
            self.merges.append(Merge(top, left, top + rowspan - 1, left + colspan - 1))
            for column in range(left, left + colspan):
                self.covered[column] = top + rowspan - 1


class _Tables(HTMLParser):
    """Collects tables; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[_Table] = []
        self._open: list[tuple[_Table, _Cell | None]] = []
        self._hidden = 0
        self._cells = 0

    def done(self) -> list[_Table]:
        while self._open:
            self.handle_endtag("table")
        return [table for table in self._found if table.rows]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            table = _Table()
            self._found.append(table)
            self._open.append((table, None))
        elif self._open and tag == "tr":
            self._finish_cell()
            self._open[-1][0].rows.append([])
        elif self._open and tag in ("td", "th"):
            self._finish_cell()
            self._start_cell(dict(attrs))
        elif self._open and tag in ("br", "p", "div") and (cell := self._open[-1][1]):
            cell.parts.append("\n" if cell.parts else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._finish_cell()
        elif self._open and tag == "table":
            self._finish_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden and (cell := self._open[-1][1]):
            cell.parts.append(_SPACES.sub(" ", data))

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        table, _none = self._open[-1]
        if not table.rows:
            table.rows.append([])
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise too_many_cells(MOST_CELLS)
        self._open[-1] = (table, _Cell(attributes))

    def _finish_cell(self) -> None:
        table, cell = self._open[-1]
        if cell:
            table.place(cell.text, rowspan=cell.rowspan, colspan=cell.colspan)
            self._open[-1] = (table, None)


class _Cell:
    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.parts: list[str] = []
        self.rowspan = _span(attributes.get("rowspan"))
        self.colspan = _span(attributes.get("colspan"))

    @property
    def text(self) -> str:
        return "\n".join(line.strip() for line in "".join(self.parts).split("\n")).strip()


def _span(value: str | None) -> int:
    # HTML's own limit for rows; more columns are refused when placed.
    return max(1, min(int(value), 65_534)) if value and value.strip().isdecimal() else 1


def _decoded(path: Path) -> tuple[str, str, bool]:
    """Text, encoding, and whether the encoding is a guess; the page's own word counts if true."""
    data = path.read_bytes()
    said = _CHARSET.search(data[:4096])
    if said:
        name = said[1].decode("ascii").lower()
        # Pages say gb2312 and hold characters that only its successor has.
        name = "gb18030" if name in ("gb2312", "gbk") else name
        try:
            return data.decode(codecs.lookup(name).name), name, False
        except (LookupError, UnicodeDecodeError):
            pass
    found = encoding_of(path)
    return data[found.skip :].decode(found.name, found.errors), found.name, found.guessed
