"""The database's own knowledge of own fields: an index per field that people filter and sort by."""

from django.db import connection

from ..fields import Field
from ..models import Customer
from .custom_values import expression

_TABLE = Customer._meta.db_table


def name_of(field: Field) -> str:
    """What the index of this field is called."""
    return f"customer_{field.key}"


def exists(field: Field) -> bool:
    """Whether the database has it, whole: one whose building was broken off counts for nothing."""
    sql = {
        "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = %s",
        "postgresql": (
            "SELECT 1 FROM pg_index WHERE indisvalid AND indexrelid = to_regclass(%s)::oid"
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql, [name_of(field)])
        return cursor.fetchone() is not None


def create(field: Field) -> None:
    """Make it; where the database can, others go on writing meanwhile.

    Every question of a person is about customers that are not deleted.
    """
    drop(field)
    value = expression(field.key, field.kind, connection.vendor)
    # Beside a running transaction only: tests have one around them.
    beside = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE INDEX {'CONCURRENTLY' if beside else ''} {name_of(field)} ON {_TABLE}"
            f" ({value}, id) WHERE deleted_at IS NULL"
        )


def drop(field: Field) -> None:
    """Take it away, if it is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {name_of(field)}")
