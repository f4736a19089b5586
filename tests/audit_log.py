"""Tests that write everywhere, or empty the database, let the triggers of the audit log go for a
moment. Nothing in the product can do so."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

_kept = import_module("zhuixiao.accounts.migrations.0002_audit_kept")
_TABLE = "ALTER TABLE accounts_auditentry"


def off() -> list[str]:
    """The statements that let the triggers go."""
    if connection.vendor == "postgresql":
        # Foreign keys that wait for the end of the transaction would keep the table from changing.
        return ["SET CONSTRAINTS ALL IMMEDIATE", f"{_TABLE} DISABLE TRIGGER USER"]
    return list(_kept.SQLITE_BACK)


def on() -> list[str]:
    """The statements that bring them back."""
    if connection.vendor == "postgresql":
        return [f"{_TABLE} ENABLE TRIGGER USER", "SET CONSTRAINTS ALL DEFERRED"]
    return list(_kept.SQLITE)


@contextmanager
def open_to_changes() -> Iterator[None]:
    """Within, rows of the audit log can be changed."""
    with connection.cursor() as cursor:
        for statement in off():
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        for statement in on():
            cursor.execute(statement)
