"""Noticing writes to the database."""

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_WRITE = re.compile(r"\s*(insert|update|delete|replace|merge|truncate)\b", re.IGNORECASE)
# When a session or a token was last used is written by the way, also by a reading request.
_BY_THE_WAY = (
    'UPDATE "accounts_token" SET "last_used_at"',
    'UPDATE "accounts_session" SET "seen_at"',
    # Opening a customer counts against the day's limit, in a pool against the hour's too.
    'INSERT INTO "customers_poolview"',
    'INSERT INTO "customers_reading"',
    'INSERT OR IGNORE INTO "customers_reading"',
    'UPDATE "customers_reading" SET',
)


@contextmanager
def noticed() -> Iterator[list[str]]:
    """Collects the writing statements of the block, also those that are taken back later."""
    found: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITE.match(sql) and not sql.startswith(_BY_THE_WAY):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def fingerprint(*, but: Collection[str] = ()) -> str:
    """A hash over all rows of all tables, `but` some."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - set(but)):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            digest.update(f"{table}{rows}".encode())
    return digest.hexdigest()
