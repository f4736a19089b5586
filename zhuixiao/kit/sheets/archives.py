"""Zip bombs are found before anything is unpacked, and again while the guard itself unpacks.

The directory of a zip is written by whoever made it, so its sizes are only the first check: the
second pass inflates each entry in small pieces and counts what really comes out.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.sheets.errors import DamagedFile, UnsafeFile, password_protected

MOST_ENTRIES = 10_000
MOST_BYTES = 500 * 2**20
# Well-made tables of repeated values reach 100; a ratio alone says little about a small file.
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 50 * 2**20

_PIECE = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1


def check(path: Path) -> None:
    """Raise UnsafeFile for a bomb or an encrypted archive, DamagedFile for a broken one."""
    _check_unpacked(path, _checked_entries(path))


def _checked_entries(path: Path) -> list[zipfile.ZipInfo]:
    """The entries of the archive, or UnsafeFile by what its directory says."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedFile from error
    if len(entries) > MOST_ENTRIES:
        raise _bomb()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise password_protected()
    if any(
        entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries
    ):
        raise _bomb()
    _check_size(sum(entry.file_size for entry in entries), path.stat().st_size)
    return entries


def _check_unpacked(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Inflate everything once and count: UnsafeFile beyond the limits, DamagedFile when broken."""
    packed = path.stat().st_size
    total = 0
    with path.open("rb") as file:
        for entry in entries:
            for piece in _content(file, entry):
                total += len(piece)
                _check_size(total, packed)


def _content(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    # A broken directory can point before the start of the file.
    file.seek(max(0, entry.header_offset))
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise DamagedFile
    _magic, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type else None
    while left > 0:
        piece = file.read(min(_PIECE, left))
        if not piece:
            raise DamagedFile
        left -= len(piece)
        if inflater is None:
            yield piece
        else:
            yield from _inflated(inflater, piece)


def _inflated(inflater: "zlib._Decompress", piece: bytes) -> Iterator[bytes]:
    while piece and not inflater.eof:
        try:
            out = inflater.decompress(piece, _PIECE)
        except zlib.error as error:
            raise DamagedFile from error
        if out:
            yield out
        piece = inflater.unconsumed_tail


def _check_size(unpacked_size: int, packed_size: int) -> None:
    if unpacked_size > MOST_BYTES:
        raise _bomb()
    if unpacked_size > RATIO_MATTERS_FROM and unpacked_size > HIGHEST_RATIO * packed_size:
        raise _bomb()


def _bomb() -> UnsafeFile:
    return UnsafeFile(
        _(
            "The file unpacks to far more than its size and was not opened. Copy the rows into a "
            "new spreadsheet and upload that."
        )
    )
