"""Extents of sheets in Excel's two binary formats; see `extents` for why they are needed.

Rules: [MS-XLS] for .xls (BIFF8), [MS-XLSB] for .xlsb (BIFF12).
"""

import struct
from collections.abc import Iterable, Iterator

from zhuixiao.kit.sheets.errors import DamagedFile, password_protected

_RECORD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_BOF, _FILEPASS, _MULRK = 0x0809, 0x002F, 0x00BD
# FORMULA (three versions), NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING.
_CELLS = frozenset((0x0006, 0x0206, 0x0406, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6))

_ROW_12, _SHEET_START, _SHEET_END = 0, 0x91, 0x92
# Every cell record but the blank one (1), and rich text.
_CELLS_12 = frozenset((*range(2, 12), 62))
_U32 = struct.Struct("<I")
_LONGEST_RECORD = 8 * 2**20


def xls_extent(stream: bytes) -> int:
    """Cells in the rectangles of all sheets of a Workbook stream; UnsafeFile with a password."""
    total = last_row = last_column = 0
    at, end = 0, len(stream) - _RECORD.size
    while at <= end:
        record, size = _RECORD.unpack_from(stream, at)
        at += _RECORD.size
        if record in _CELLS or record == _MULRK:
            if at + size > len(stream) or size < _PLACE.size:
                raise DamagedFile
            row, column = _PLACE.unpack_from(stream, at)
            if record == _MULRK:
                column = int.from_bytes(stream[at + size - 2 : at + size], "little")
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        elif record == _BOF:
            total += last_row * last_column
            last_row = last_column = 0
        elif record == _FILEPASS:
            raise password_protected()
        at += size
    return total + last_row * last_column


def xlsb_extent(pieces: Iterable[bytes]) -> int:
    """Cells in the rectangle of one binary worksheet part; 0 for a part that is no worksheet."""
    row = last_row = last_column = 0
    inside = False
    for record, body in _records(pieces):
        if record == _SHEET_START:
            inside = True
        elif record == _SHEET_END:
            break
        elif inside and len(body) >= _U32.size:
            if record == _ROW_12:
                row = _U32.unpack_from(body)[0] + 1
            elif record in _CELLS_12:
                last_row = max(last_row, row)
                last_column = max(last_column, _U32.unpack_from(body)[0] + 1)
    return last_row * last_column


def _records(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    buffer = b""
    for piece in pieces:
        buffer += piece
        at = 0
        while (head := _head(buffer, at)) and head[2] + head[1] <= len(buffer):
            record, size, start = head
            yield record, buffer[start : start + size]
            at = start + size
        buffer = buffer[at:]
        if len(buffer) > _LONGEST_RECORD:
            raise DamagedFile


def _head(buffer: bytes, at: int) -> tuple[int, int, int] | None:
    """Record number, size and start of the body at `at`, None when not all there."""
    try:
        record = buffer[at]
        at += 1
        if record & 0x80:
            record = (record & 0x7F) | (buffer[at] & 0x7F) << 7
            at += 1
        size = 0
        for step in range(4):
            byte = buffer[at]
            at += 1
            size |= (byte & 0x7F) << (7 * step)
            if not byte & 0x80:
                break
    except IndexError:
        return None
    return record, size, at
