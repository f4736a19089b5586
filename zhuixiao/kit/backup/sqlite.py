"""SQLite: a copy by the backup API, which sees one moment while others write on."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from .archive import Refused


class Sqlite:
    """The embedded database."""

    member = "database.sqlite3"

    def dump(self, target: Path) -> dict[str, list[Any]]:
        # Copying the file itself would miss what is still in the write-ahead log.
        source, copy = sqlite3.connect(_database(), timeout=60), sqlite3.connect(target)
        with closing(source), closing(copy):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return tables(target)

    def stage(self, dump: Path, expected: dict[str, list[Any]]) -> str:
        with closing(sqlite3.connect(dump)) as copy:
            answer = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok" or tables(dump) != expected:
            raise Refused(_("The database in this backup is damaged."))
        staged = _database().with_name(f"{_database().name}.restoring")
        staged.unlink(missing_ok=True)
        dump.replace(staged)
        return str(staged)

    def swap(self, staged: str, kept: Path) -> None:
        live = _database()
        for suffix in ("", "-wal", "-shm"):
            old = live.with_name(live.name + suffix)
            if old.exists():
                old.rename(kept / old.name)
        Path(staged).rename(live)

    def discard(self, staged: str) -> None:
        Path(staged).unlink(missing_ok=True)


def tables(path: Path) -> dict[str, list[Any]]:
    """Rows and digest of each ordinary table of a database file; the order of rows is no matter."""
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        return {name.decode(): _digest(database, name.decode()) for (name,) in sorted(names)}


def _digest(database: sqlite3.Connection, table: str) -> list[Any]:
    count = total = 0
    for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  (a name of the schema)
        count += 1
        total += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=8).digest())
    return [count, f"{total % 2**64:016x}"]


def _database() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
