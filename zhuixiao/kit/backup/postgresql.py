"""PostgreSQL: pg_dump of one exported snapshot, whose rows are counted in the same snapshot."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from .archive import Refused

# Any database that is always there; databases cannot be renamed from within.
MAINTENANCE = "postgres"


class PostgreSQL:
    """The database server, through its own tools."""

    member = "database.dump"

    def dump(self, target: Path) -> dict[str, list[Any]]:
        with _connected(_name()) as database:
            database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            snapshot = database.execute("SELECT pg_export_snapshot()").fetchone()
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
            _tool("pg_dump", *options, f"--snapshot={(snapshot or [''])[0]}", _name())
            return tables(database, _names(database))

    def stage(self, dump: Path, expected: dict[str, list[Any]]) -> str:
        staged = f"{_name()[:40]}_restoring"
        self.discard(staged)
        with _connected(MAINTENANCE, autocommit=True) as server:
            _run(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", staged)
        try:
            _tool("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={staged}", str(dump))
            with _connected(staged) as database:
                if not _is_whole(database, expected):
                    raise Refused(_("The database in this backup is damaged."))
        except BaseException:
            self.discard(staged)
            raise
        return staged

    def swap(self, staged: str, kept: Path) -> None:
        old = f"{_name()[:30]}_{kept.name}"
        with _connected(MAINTENANCE, autocommit=True) as server:
            _run(server, "ALTER DATABASE {} RENAME TO {}", _name(), old)
            try:
                _run(server, "ALTER DATABASE {} RENAME TO {}", staged, _name())
            except psycopg.Error:
                _run(server, "ALTER DATABASE {} RENAME TO {}", old, _name())
                raise

    def discard(self, staged: str) -> None:
        with _connected(MAINTENANCE, autocommit=True) as server:
            _run(server, "DROP DATABASE IF EXISTS {}", staged)


def tables(database: "psycopg.Connection[Any]", names: Iterable[str]) -> dict[str, list[Any]]:
    """Rows and digest of these tables of the public schema; the order of rows is no matter."""
    count = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} t")
    found = {}
    for name in names:
        rows, total = database.execute(count.format(sql.Identifier(name))).fetchone() or (0, 0)
        found[name] = [rows, str(total)]
    return found


def _names(database: "psycopg.Connection[Any]") -> list[str]:
    """Of the tables of the public schema; one that is divided stands for all its parts."""
    rows = database.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1"
    )
    return [name for (name,) in rows]


def _is_whole(database: "psycopg.Connection[Any]", expected: Mapping[str, Sequence[Any]]) -> bool:
    """Whether everything came back; older archives count each part of a divided table as well."""
    try:
        found = tables(database, expected)
    except psycopg.errors.UndefinedTable:
        return False
    return found == expected and set(_names(database)) <= set(expected)


def _run(server: "psycopg.Connection[Any]", command: str, *names: str) -> None:
    parts = [sql.Identifier(name) for name in names]
    try:
        server.execute(sql.SQL(command).format(*parts))
    except psycopg.errors.InsufficientPrivilege as error:
        text = _("The database user needs the right to create databases for a restore.")
        raise Refused(text) from error
    except psycopg.errors.ObjectInUse as error:
        raise Refused(_("Somebody else is connected to the database. Stop it first.")) from error


@contextmanager
def _connected(name: str, *, autocommit: bool = False) -> Iterator["psycopg.Connection[Any]"]:
    """A connection of our own whose way of writing values does not depend on the server's."""
    given = connection.settings_dict
    with psycopg.connect(
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        dbname=name,
        autocommit=autocommit,
        options="-c timezone=UTC -c datestyle=ISO -c extra_float_digits=1",
    ) as database:
        yield database


def _tool(name: str, *args: str) -> None:
    """Run one of PostgreSQL's programs; Refused with its own first line when it fails."""
    program = shutil.which(name)
    if program is None:
        text = _("%(name)s is not installed. Install PostgreSQL's client programs on this machine.")
        raise Refused(text % {"name": name})
    given = connection.settings_dict
    where = {
        "PGHOST": given["HOST"],
        "PGPORT": str(given["PORT"]),
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
    }
    done = subprocess.run(  # noqa: S603  (a fixed program with an argument list)
        [program, *args],
        env={**os.environ, **{key: value for key, value in where.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused((done.stderr.strip().splitlines() or [name])[0])


def _name() -> str:
    return str(connection.settings_dict["NAME"])
