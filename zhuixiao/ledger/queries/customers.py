"""What the one table keeps of each customer's entries."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from zhuixiao.kit.periods import Period

from .. import catalogue
from ..instants import day_range, to_instant

# The plus sign keeps SQLite, which has no statistics, on the index of the customer.
_FIRST_LAST = """
SELECT customer_id, SUM(quantity), MIN(at), MAX(at)
FROM ledger_entry WHERE customer_id IN ({ids}) AND +metric = %s
GROUP BY customer_id
"""
_SUM = """
SELECT customer_id, SUM(quantity), SUM(amount), SUM(cost)
FROM ledger_entry WHERE customer_id IN ({ids}) AND +metric = %s AND +day BETWEEN %s AND %s
GROUP BY customer_id
"""
_CUSTOMERS_PER_STATEMENT = 10_000


def first_last(
    customer_ids: Collection[int], metric: str
) -> dict[int, tuple[int, datetime, datetime]]:
    """For each customer with entries of the metric: its quantity, the first and the last instant.

    For the writer of a customer's own figures, so without data scope.
    """
    found: dict[int, tuple[int, datetime, datetime]] = {}
    ids, metric_id = list(customer_ids), catalogue.get(metric).posted.id
    with connection.cursor() as cursor:
        for start in range(0, len(ids), _CUSTOMERS_PER_STATEMENT):
            part = ids[start : start + _CUSTOMERS_PER_STATEMENT]
            statement = _FIRST_LAST.format(ids=", ".join(["%s"] * len(part)))
            cursor.execute(statement, [*part, metric_id])
            for customer_id, quantity, first, last in cursor.fetchall():
                found[customer_id] = (int(quantity), to_instant(first), to_instant(last))
    return found


def sum_of(customer_ids: Collection[int], metric: str, *, period: Period) -> dict[int, int]:
    """What a metric comes to in a period for each of these customers that has entries of it.

    For a column beside a customer that the reader sees, whoever sold to it: without data scope. The
    caller has checked that the person may read the metric.
    """
    found: dict[int, int] = {}
    ids, asked = list(customer_ids), catalogue.get(metric)
    with connection.cursor() as cursor:
        for start in range(0, len(ids), _CUSTOMERS_PER_STATEMENT):
            part = ids[start : start + _CUSTOMERS_PER_STATEMENT]
            statement = _SUM.format(ids=", ".join(["%s"] * len(part)))
            cursor.execute(statement, [*part, asked.posted.id, *day_range(period)])
            for customer_id, *sums in cursor.fetchall():
                found[customer_id] = asked.of(*(int(value) for value in sums))
    return found
