"""The streams of an OLE compound file, as far as an .xls needs: rule [MS-CFB]."""

import struct
from collections.abc import Callable, Iterator

from zhuixiao.kit.sheets.errors import DamagedFile

_HEADER = struct.Struct("<30xHH10x4xI4xIIIII")
_ENTRY = struct.Struct("<64sHB49xIQ")
_FIRST_DIFAT = 0x4C
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5


class CompoundFile:
    """Named streams of the compound file in `data`; raises DamagedFile where chains break."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError) as error:
            raise DamagedFile from error

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The whole stream `name`."""
        start, size = self._entries[name]
        try:
            if size < self._mini_cutoff:
                return self._chain(start, self._mini_fat, self._mini_sector, size)
            return self._chain(start, self._fat, self._sector, size)
        except IndexError as error:
            raise DamagedFile from error

    def _open(self) -> None:
        fields = _HEADER.unpack_from(self._data)
        shift, mini_shift, directory, self._mini_cutoff, mini, _mini_count, difat, _count = fields
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedFile
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._fat = self._numbers(self._fat_sectors(difat))
        root = (0, 0)
        self._entries: dict[str, tuple[int, int]] = {}
        listing = self._chain(directory, self._fat, self._sector, None)
        for raw, length, kind, start, size in _ENTRY.iter_unpack(listing):
            name = raw[: max(0, length - 2)].decode("utf-16-le", "replace")
            if kind == _STREAM:
                # Small sectors: the upper half of the size is not to be trusted in old files.
                self._entries[name] = (start, size & 0xFFFFFFFF)
            elif kind == _ROOT:
                root = (start, size & 0xFFFFFFFF)
        self._mini_fat = self._numbers(self._sectors(mini, self._fat))
        self._mini = self._chain(root[0], self._fat, self._sector, root[1])

    def _fat_sectors(self, difat: int) -> Iterator[int]:
        yield from struct.unpack_from("<109I", self._data, _FIRST_DIFAT)
        links = self._size // 4 - 1
        # One more table than the file has sectors would be a circle.
        for _turn in range(len(self._data) // self._size):
            if difat >= _LAST_SECTOR:
                return
            *sectors, difat = struct.unpack(f"<{links + 1}I", self._sector(difat))
            yield from sectors

    def _numbers(self, sectors: Iterator[int]) -> list[int]:
        numbers: list[int] = []
        for sector in sectors:
            if sector < _LAST_SECTOR:
                numbers.extend(struct.unpack(f"<{self._size // 4}I", self._sector(sector)))
        return numbers

    def _sectors(self, start: int, table: list[int]) -> Iterator[int]:
        for _turn in range(len(table) + 1):
            if start >= _LAST_SECTOR:
                return
            yield start
            start = table[start]
        raise DamagedFile

    def _chain(
        self, start: int, table: list[int], sector: Callable[[int], bytes], size: int | None
    ) -> bytes:
        data = b"".join(map(sector, self._sectors(start, table)))
        return data if size is None else data[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._whole(self._data[start : start + self._size])

    def _mini_sector(self, number: int) -> bytes:
        start = number * self._mini_size
        return self._mini[start : start + self._mini_size]

    def _whole(self, sector: bytes) -> bytes:
        if not sector:
            raise IndexError
        # Writers leave the last sector short.
        return sector.ljust(self._size, b"\0")
