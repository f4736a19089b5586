"""The rows of a file on the disk, sorted by day and number, and why some are not taken.

A database of its own in a temporary folder: however long the file, memory stays flat.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, NamedTuple, Self, TypeVar

from django.utils.translation import gettext as _

from .rows import OpportunityRow, OrderRow, PaymentRow

R = TypeVar("R", OrderRow, PaymentRow, OpportunityRow)
_PIECE = 1000


class Group(NamedTuple, Generic[R]):
    """The rows of one number; `bad_row` is one of them that cannot be read, 0 for none."""

    key: str
    rows: list[R]
    bad_row: int

    @property
    def first(self) -> R:
        return self.rows[0]


class Spool(Generic[R]):
    """Takes rows in the order of the file, gives them back by day, sales before what came back."""

    def __init__(self, shape: type[R]) -> None:
        self._shape: Any = shape
        self._folder = tempfile.TemporaryDirectory(prefix="zhuixiao-import-")
        self._db = sqlite3.connect(
            Path(self._folder.name) / "rows", isolation_level=None, check_same_thread=False
        )
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA temp_store = FILE",
            f"CREATE TABLE row ({', '.join(shape._fields)})",
            "CREATE TABLE refused (number, key, reason)",
        ):
            self._db.execute(statement)
        self._insert = f"INSERT INTO row VALUES ({', '.join('?' * len(shape._fields))})"  # noqa: S608
        self._waiting: list[R] = []
        self.count = 0

    def add(self, row: R) -> None:
        self._waiting.append(row)
        self.count += 1
        if len(self._waiting) >= _PIECE:
            self._flush()

    def refuse(self, number: int, reason: str, *, key: str = "") -> None:
        """Note why a row is not taken; with its key, the other rows of the same number know."""
        self._db.execute("INSERT INTO refused VALUES (?, ?, ?)", (number, key, reason))

    def refuse_all(self, rows: Iterable[R], reason: str) -> None:
        self._db.executemany(
            "INSERT INTO refused VALUES (?, '', ?)", [(row.number, reason) for row in rows]
        )

    def refuse_whole(self, rows: Iterable[R], blame: Mapping[int, str]) -> None:
        """Refuse the rows of an order: those to blame with their reason, the others with them."""
        text = _("Row %(row)d of the same order is not taken, so the order is not.")
        rest = text % {"row": next(iter(blame))}
        self._db.executemany(
            "INSERT INTO refused VALUES (?, '', ?)",
            [(row.number, blame.get(row.number, rest)) for row in rows],
        )

    def groups(self) -> Iterator[Group[R]]:
        """The rows by number, the earliest day first; on one day, sales before what came back."""
        self._flush()
        # A row without a day stands where the others of its number do.
        self._db.execute(
            "CREATE TABLE place AS SELECT key, is_back, COALESCE(MIN(NULLIF(day, 0)), 0) AS day,"
            " MIN(number) AS number FROM row GROUP BY key, is_back"
        )
        self._db.execute("CREATE INDEX place_of ON place (key, is_back)")
        bad = dict(
            self._db.execute("SELECT key, MIN(number) FROM refused WHERE key <> '' GROUP BY key")
        )
        found = self._db.execute(
            "SELECT row.* FROM row JOIN place ON place.key = row.key"
            " AND place.is_back = row.is_back"
            " ORDER BY place.day, row.is_back, place.number, row.number"
        )
        rows = map(self._shape._make, found)
        for (key, _is_back), group in groupby(rows, key=lambda row: (row.key, row.is_back)):
            yield Group(key, list(group), bad.get(key, 0))

    def refused(self, *, most: int = -1) -> list[tuple[int, str]]:
        """Row numbers with the reason, in the order of the file."""
        return list(
            self._db.execute(
                "SELECT number, MIN(reason) FROM refused GROUP BY number ORDER BY number LIMIT ?",
                (most,),
            )
        )

    def refused_count(self) -> int:
        rows = self._db.execute("SELECT COUNT(DISTINCT number) FROM refused")
        return int(rows.fetchone()[0])

    def _flush(self) -> None:
        if self._waiting:
            self._db.execute("BEGIN")
            self._db.executemany(self._insert, self._waiting)
            self._db.execute("COMMIT")
            self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
        with suppress(OSError):
            self._folder.cleanup()


def pieces(groups: Iterable[Group[R]], size: int) -> Iterator[Sequence[Group[R]]]:
    """Groups put together until they hold `size` rows."""
    piece: list[Group[R]] = []
    count = 0
    for group in groups:
        piece.append(group)
        count += len(group.rows)
        if count >= size:
            yield piece
            piece, count = [], 0
    if piece:
        yield piece
