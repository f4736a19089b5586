"""Keeping in step how many different customers an employee has in a week or a month.

A count changes only where a customer gets a first entry or loses the last one, which the entries
themselves tell. The row of the count is locked before they are asked, so that of two writers the
second sees what the first one wrote.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice

from django.db import connection

from zhuixiao.kit.periods import PeriodKind

from . import storage
from .instants import day_number, first_of_month, first_of_week, to_day, to_number
from .postings import Line

TABLE = "ledger_customercount"
KEY = ("metric", "unit", "day", "employee_id", "department_id")
WEEK, MONTH = 1, 2
UNITS = {PeriodKind.WEEK: WEEK, PeriodKind.MONTH: MONTH}
_Key = tuple[int, ...]
# Rows for one statement: SQLite takes some 32,000 parameters.
_BATCH = 2_000
_COLUMNS = "number, metric, employee, department, customer, first, last, since, until"
# An entry's day is the company's day of its instant, so a day more at either end has all of them,
# whatever the zone: a customer of many years is read for that time alone. The signs hide the other
# index, by metric and day, under which a whole company's week would be read.
_HELD = """
WITH asked ({columns}) AS (VALUES {rows})
SELECT asked.number, COUNT(*) FROM asked JOIN ledger_entry e ON e.customer_id = asked.customer
    AND e.at >= asked.since AND e.at < asked.until
    AND +e.metric = asked.metric AND +e.day BETWEEN asked.first AND asked.last
    AND +e.employee_id = asked.employee AND +e.department_id = asked.department
GROUP BY asked.number
"""
# In microseconds, as the ledger tells instants.
_DAY = 24 * 3600 * 1_000_000


class CustomerDifferences:
    """Entries that came and went, by count and customer; removals count negative."""

    def __init__(self) -> None:
        self._entries: Counter[tuple[int, ...]] = Counter()

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, line: Line, sign: int) -> None:
        """Count a line of a customer in (sign 1) or out (sign -1)."""
        who = (line.employee_id, line.department_id, line.customer_id)
        self._entries[(line.metric, WEEK, first_of_week(line.day), *who)] += sign
        self._entries[(line.metric, MONTH, first_of_month(line.day), *who)] += sign

    def apply(self) -> None:
        """Write what changes and forget it; the entries are written already."""
        changed = sorted((pair, by) for pair, by in self._entries.items() if by)
        self._entries.clear()
        if not changed:
            return
        counts = sorted({pair[:-1] for pair, _by in changed})
        _add(dict.fromkeys(counts, 0))
        held = _held([pair for pair, _by in changed])
        more: Counter[_Key] = Counter()
        for (pair, by), now in zip(changed, held, strict=True):
            more[pair[:-1]] += (now > 0) - (now - by > 0)
        _add({key: by for key, by in more.items() if by})
        emptied = [key for key, by in more.items() if by < 0]
        storage.delete_emptied(TABLE, KEY, emptied, "customers")


def _add(customers: dict[_Key, int]) -> None:
    rows = [(*key, by) for key, by in sorted(customers.items())]
    storage.insert(TABLE, (*KEY, "customers"), rows, add_to=KEY)


def _held(pairs: Sequence[_Key]) -> Iterator[int]:
    """How many entries there are of each pair of a count and a customer."""
    rest = iter(pairs)
    while batch := list(islice(rest, _BATCH)):
        rows = [(number, *_asked(pair)) for number, pair in enumerate(batch)]
        places = f"({', '.join(['%s'] * len(rows[0]))})"
        statement = _HELD.format(columns=_COLUMNS, rows=", ".join([places] * len(rows)))
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in rows for value in row])
            found = dict(cursor.fetchall())
        yield from (found.get(number, 0) for number in range(len(batch)))


def _asked(pair: _Key) -> tuple[int, ...]:
    metric, unit, day, employee, department, customer = pair
    first = to_day(day)
    days = 7 if unit == WEEK else monthrange(first.year, first.month)[1]
    # As a number, since the last week of the calendar ends beyond it.
    last = date.fromordinal(min(first.toordinal() + days - 1, date.max.toordinal()))
    midnight = to_number(datetime.combine(first, time.min, UTC))
    around = (midnight - _DAY, midnight + (days + 1) * _DAY)
    return (metric, employee, department, customer, day, day_number(last), *around)
