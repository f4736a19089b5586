"""The counts of different customers by week and month against the entries."""

from collections.abc import Iterator

from django.db import connection

from zhuixiao.kit.periods import Period

from .. import catalogue
from ..counts import UNITS
from ..instants import day_range, to_day
from .differences import Difference
from .statements import fetched, named

# As the sums are compared: what was found counts for, and what is held against.
_COMPARE = """
SELECT day, employee_id, department_id, SUM(found), SUM(held)
FROM (
    SELECT {first} AS day, employee_id, department_id, COUNT(DISTINCT customer_id) AS found,
        0 AS held, 0 AS idle
    FROM ledger_entry WHERE metric = %s AND day BETWEEN %s AND %s AND customer_id > 0
    GROUP BY employee_id, department_id
    UNION ALL
    SELECT day, employee_id, department_id, 0, customers, CASE WHEN customers < 1 THEN 1 ELSE 0 END
    FROM ledger_customercount WHERE metric = %s AND unit = {unit} AND day BETWEEN %s AND %s
) AS both_sides
GROUP BY day, employee_id, department_id
HAVING SUM(found) <> SUM(held) OR SUM(idle) > 0
"""
_FILL = """
INSERT INTO ledger_customercount (metric, unit, day, employee_id, department_id, customers)
SELECT metric, {unit}, {first}, employee_id, department_id, COUNT(DISTINCT customer_id)
FROM ledger_entry WHERE metric = %s AND day BETWEEN %s AND %s AND customer_id > 0
GROUP BY metric, employee_id, department_id
"""


def compare(metric: int, span: Period | None) -> Iterator[Difference]:
    """Where a week or month of the span does not tell the customers of its entries."""
    for unit, (first, last) in _stretches(metric, span):
        statement = _COMPARE.format(first=first, unit=unit)
        stretch = [metric, first, last]
        for day, employee, department, found, held in fetched(statement, [*stretch, *stretch]):
            where = f"customers of {named(metric)} from {to_day(day)}, employee_id {employee}"
            where += f", department_id {department}"
            yield Difference(where, f"{held} customers", int(found))


def fill(metric: int, span: Period | None) -> None:
    """Make the counts of the span from its entries; there are none yet."""
    for unit, (first, last) in _stretches(metric, span):
        with connection.cursor() as cursor:
            cursor.execute(_FILL.format(first=first, unit=unit), [metric, first, last])


def _stretches(metric: int, span: Period | None) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each week and month that the span touches, whole, of a metric whose customers are counted."""
    if span is None or not catalogue.counts_customers(metric):
        return
    for kind, unit in UNITS.items():
        for part in span.split(kind):
            yield unit, day_range(Period.of(kind, part.start))
