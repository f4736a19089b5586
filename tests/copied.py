"""The rows that a function writes, written anew without it: the cast costs a tenth of a second, and
thousands of tests begin with it.

The first call really runs, and what it added to the tables is remembered; later ones insert that. A
function that changes rows which were there before is run each time.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Generic, TypeVar

from django.db import connection

T = TypeVar("T")
_Rows = dict[str, dict[str, tuple[Any, ...]]]
_SKIPPED = ("django_migrations", "sqlite_", "customers_fts")


class Copied(Generic[T]):
    """`write` with a memory; call it inside a transaction that is rolled back later."""

    def __init__(self, write: Callable[[], T]) -> None:
        self._write = write
        self._result: T | None = None
        self._statements: list[tuple[str, list[tuple[Any, ...]]]] = []
        self._begun = ""

    def __call__(self) -> T:
        if not connection.in_atomic_block:
            # Rows that stay may be another test's beginning: nothing is known of the tables.
            return self._write()
        if self._result is None or self._begun != connection.settings_dict["NAME"]:
            return self._first()
        with connection.cursor() as cursor:
            for statement, rows in self._statements:
                cursor.executemany(statement, rows)
        return deepcopy(self._result)

    def _first(self) -> T:
        before, result, after = _rows(), self._write(), _rows()
        if all(known.keys() <= after[table].keys() for table, known in before.items()):
            self._result, self._begun = deepcopy(result), connection.settings_dict["NAME"]
            self._statements = [
                (_insert(table), added)
                for table, rows in after.items()
                if (added := [row for key, row in rows.items() if key not in before[table]])
            ]
        return result


def _rows() -> _Rows:
    """All rows of all tables, each under a text that tells it apart."""
    found: _Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(_SKIPPED):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = {repr(row): tuple(row) for row in cursor.fetchall()}
    return found


def _insert(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        names = [column[0] for column in cursor.description]
    quoted, places = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
    return f'INSERT INTO "{table}" ({quoted}) VALUES ({places})'
