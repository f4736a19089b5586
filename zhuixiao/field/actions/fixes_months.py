"""The months of positions on PostgreSQL: each is a table of its own, made ahead and dropped whole.

A month is one of UTC, the same for every company; what lies in no month that was made, such as a
file of years ago, is in the rest. On SQLite there are no such tables and everything here does
nothing.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from zhuixiao.ledger.instants import to_number

TABLE, REST = "field_fix", "field_fix_rest"
# So many months are there before they are needed: the daily job may fail for weeks.
AHEAD = 3
_NAME = re.compile(r"^field_fix_(\d{4})_(\d{2})$")
_ATTACHED = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = to_regclass(%s) ORDER BY 1
"""


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The month that follows, both as their first day."""
    return first_of(month + timedelta(days=31))


def name_of(month: date) -> str:
    return f"{TABLE}_{month:%Y_%m}"


def bounds(month: date) -> tuple[int, int]:
    """From which number of an instant until before which other one."""
    return _number(month), _number(after(month))


def span(first: date, last: date) -> Iterator[date]:
    """Every month from that of one day to that of another."""
    month = first_of(first)
    while month <= last:
        yield month
        month = after(month)


def made() -> list[date]:
    """The months that have a table, in order."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ATTACHED, [TABLE])
        names = [_NAME.match(name) for (name,) in cursor.fetchall()]
    return [date(int(found[1]), int(found[2]), 1) for found in names if found]


def make_ahead(today: date) -> int:
    """Make the tables of this month and of the next ones; how many these were. What waits in the
    rest for such a month moves into its table."""
    if connection.vendor != "postgresql":
        return 0
    last = first_of(today)
    for _month in range(AHEAD):
        last = after(last)
    missing = sorted(set(span(today, last)) - set(made()))
    for month in missing:
        make(month)
    return len(missing)


@transaction.atomic
def make(month: date) -> None:
    """The table of a month, with its positions out of the rest. It is filled before it is attached:
    PostgreSQL attaches none whose rows are still in the rest."""
    name, (start, end) = name_of(month), bounds(month)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(
            f"CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        )
        cursor.execute(
            f"WITH moved AS (DELETE FROM {REST} WHERE at >= %s AND at < %s RETURNING *) "  # noqa: S608
            f"INSERT INTO {name} SELECT * FROM moved",
            [start, end],
        )
        cursor.execute(
            f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM ({start}) TO ({end})"
        )


def drop_before(at: datetime) -> int:
    """Drop every month that was over by then; how many positions these held."""
    old = [month for month in made() if bounds(month)[1] <= to_number(at)]
    count = 0
    for month in old:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {name_of(month)}")  # noqa: S608  (own names)
            count += cursor.fetchone()[0]
            cursor.execute(f"DROP TABLE {name_of(month)}")
    return count


def _number(day: date) -> int:
    return to_number(datetime(day.year, day.month, day.day, tzinfo=UTC))
