"""Tests that commit empty the database behind them: quickly, and also of what refuses that.

Most of some 250 tables are empty then: truncating all of them took PostgreSQL longer than most of
those tests. What Django writes about its models stays, so that nobody has to write it anew.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import IntegrityError, OperationalError, connection, transaction

from tests import audit_log

_STAY = {"django_content_type", "auth_permission"}
_LATER, _NOW = "SET CONSTRAINTS ALL DEFERRED", "SET CONSTRAINTS ALL IMMEDIATE"
_TRIES, _PATIENCE = 5, 10
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
    AND backend_type = 'client backend'
"""


@contextmanager
def between_tests() -> Iterator[None]:
    """In here the `flush` of Django empties what is filled; the audit log lets its triggers go for
    that moment. Nothing in the product can do so."""
    kind = type(connection.ops)

    def sql_flush(_self: Any, _style: Any, tables: list[str], **_options: Any) -> list[str]:
        """Not the statements yet: what is filled shows when nobody else writes."""
        return tables

    with (
        mock.patch.object(kind, "sql_flush", sql_flush),
        mock.patch.object(kind, "execute_sql_flush", lambda _self, tables: _patiently(tables)),
        mock.patch("django.core.management.commands.flush.emit_post_migrate_signal"),
    ):
        yield


def _patiently(tables: list[str]) -> None:
    """A thread of the server may still answer what a closed page had asked."""
    for rest in reversed(range(_TRIES)):
        _until_others_are_idle()
        try:
            return _empty(tables)
        except (OperationalError, IntegrityError):
            if not rest:
                raise
    return None


@transaction.atomic
def _empty(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        deletions = [f'DELETE FROM "{table}"' for table in _filled(cursor, tables)]
        if connection.vendor == "postgresql":
            # One table after the other, so foreign keys are looked at when all are empty.
            deletions = [_LATER, *deletions, _NOW]
        for statement in [*audit_log.off(), *deletions, *audit_log.on()]:
            cursor.execute(statement)


def _filled(cursor: Any, tables: list[str]) -> list[str]:
    """Those with a row in them, but for those that stay."""
    parts = [
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
        for table in sorted({*tables} - _STAY)
    ]
    cursor.execute(" UNION ALL ".join(parts))
    return [table for (table,) in cursor.fetchall()]


def _until_others_are_idle() -> None:
    """Wait, not for ever, until nobody else works in the test's PostgreSQL database."""
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(_OTHERS)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
