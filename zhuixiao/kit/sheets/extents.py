"""How large a rectangle a reader would have to hold for a sheet, found without building it.

Two cells, A1 and XFD1048576, make a file of a few kilobytes and a rectangle of 17 thousand million
cells; the reader then aborts the whole process. So the outermost cells with a value are looked up
first. Styled empty cells do not count, for readers leave them out.
"""

import re
from collections.abc import Iterable, Iterator

from zhuixiao.kit.sheets.cells import column_index
from zhuixiao.kit.sheets.errors import DamagedFile

# Between two tags stands one cell's text at most; searching costs grow with it.
_LONGEST_TEXT = 8 * 2**20

_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']\s*(\d{1,10})")
_ROW_START = re.compile(rb"<(?:\w+:)?row[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c\s+r\s*=\s*[\"']([A-Za-z]{1,3})\d")
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s>/]")
_TAG = re.compile(rb"<(?:\w+:)?(?:(?P<row>row)|c)(?P<attributes>(?:\s[^>]*?)?)(?P<empty>/)?>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{0,3})(\d{1,10})")

_ODS_TAG = re.compile(
    rb"<(?P<close>/)?table:(?P<name>table-row|table-cell|covered-table-cell|table)"
    rb"(?P<attributes>(?:\s[^>]*?)?)(?P<empty>/)?>"
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']\s*(\d{1,12})")


def xlsx_bounds(pieces: Iterable[bytes]) -> int | None:
    """Cells within the bounds of a worksheet's XML, styled blanks included: cheap, never too few.

    None when rows or cells leave out where they stand, and `xlsx_extent` must count.
    """
    last_row = 0
    columns: set[bytes] = set()
    for text in _up_to_tags(pieces):
        rows = _ROW.findall(text)
        cells = _CELL.findall(text)
        if len(rows) != len(_ROW_START.findall(text)) or len(cells) != len(
            _CELL_START.findall(text)
        ):
            return None
        columns.update(cells)
        last_row = max(last_row, *map(int, rows), 0)
    return last_row * (max(map(column_index, columns), default=-1) + 1)


def xlsx_extent(pieces: Iterable[bytes]) -> int:
    """Cells in the rectangle from A1 to the outermost cell that holds something."""
    row = column = last_row = last_column = 0
    for text in _up_to_tags(pieces):
        for tag in _TAG.finditer(text):
            place = _PLACE.search(tag["attributes"])
            if tag["row"]:
                row, column = int(place[2]) if place else row + 1, 0
                continue
            column = column_index(place[1]) + 1 if place and place[1] else column + 1
            if not tag["empty"]:
                row = int(place[2]) if place else row
                last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row * last_column


def ods_extent(pieces: Iterable[bytes]) -> int:
    """Cells in the rectangles of all tables of an OpenDocument content.xml, repeats unrolled."""
    total = row = column = last_row = last_column = repeat = 0
    filled = False
    for text in _up_to_tags(pieces):
        for tag in _ODS_TAG.finditer(text):
            times = _REPEATED.search(tag["attributes"])
            count = int(times[1]) if times else 1
            if tag["name"] == b"table":
                total += last_row * last_column
                row = last_row = last_column = 0
            elif tag["name"] == b"table-row":
                if not tag["close"]:
                    column, repeat, filled = 0, count, False
                if tag["close"] or tag["empty"]:
                    row += repeat
                    last_row = row if filled else last_row
            elif not tag["close"]:
                column += count
                if not tag["empty"] or b"value" in tag["attributes"]:
                    filled, last_column = True, max(last_column, column)
    return total + last_row * last_column


def _up_to_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut behind a ">" so that no tag is torn."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        end = text.rfind(b">") + 1
        if end:
            yield text[:end]
        rest = text[end:]
        if len(rest) > _LONGEST_TEXT:
            raise DamagedFile
