"""Writing millions of rows: COPY on PostgreSQL, prepared inserts on SQLite, indexes afterwards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

_BATCH = 20_000
_SQLITE_MADE = "SELECT name, type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL"
_POSTGRESQL_MADE = """
SELECT indexname, 'index', indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND tablename = %s AND indexname NOT IN (
    SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass
)
"""


class Loader:
    """Rows for one table, written in batches; values are as the database takes them.

    Columns that are not named get the default of their field.
    """

    def __init__(self, model: type[models.Model], columns: str) -> None:
        named = columns.split()
        rest = [
            field
            for field in model._meta.concrete_fields
            if field.attname not in named and not isinstance(field, models.AutoField)
        ]
        self.defaults = tuple(
            field.get_db_prep_save(field.get_default(), connection) for field in rest
        )
        names = [f'"{name}"' for name in (*named, *(field.attname for field in rest))]
        places = ", ".join(["%s"] * len(names))
        self._head = f"{model._meta.db_table} ({', '.join(names)})"
        self.insert = f"INSERT INTO {self._head} VALUES ({places})"
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        self._rows.append(values + self.defaults)
        if len(self._rows) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        rows, self._rows = self._rows, []
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(self.insert, rows)
                return
            with cursor.copy(f"COPY {self._head} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


@contextmanager
def hurried(tables: Sequence[type[models.Model]]) -> Iterator[None]:
    """For loading empty tables: no waiting for the disk, indexes and triggers made at the end."""
    made = [item for model in tables for item in indexes_of(model._meta.db_table)]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for pragma in _SQLITE_HURRY if is_sqlite else _POSTGRESQL_HURRY:
            cursor.execute(pragma)
        for name, kind, _statement in made:
            cursor.execute(f'DROP {kind} "{name}"')
    yield
    with connection.cursor() as cursor:
        for _name, _kind, statement in made:
            cursor.execute(statement)
        if is_sqlite:
            cursor.execute("INSERT INTO customers_fts(customers_fts) VALUES ('rebuild')")
        else:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
                cursor.execute(statement)
            # A table that has grown in the ordinary way was visited by autovacuum.
            cursor.execute("VACUUM (ANALYZE)")
    connection.close()


_SQLITE_HURRY = (
    "PRAGMA foreign_keys=OFF",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-800000",
)
_POSTGRESQL_HURRY = (
    "SET session_replication_role = replica",
    "SET synchronous_commit = off",
    "SET maintenance_work_mem = '512MB'",
)


def indexes_of(table: str) -> list[tuple[str, str, str]]:
    """Indexes and triggers of a table that can be dropped and made again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE_MADE, [table])
        else:
            cursor.execute(_POSTGRESQL_MADE, [table, table])
        return [row for row in cursor.fetchall() if row[1] != "table"]
