"""What the jobs ask about: customers, words and days that are really in this data set."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection

from zhuixiao.activities import metrics
from zhuixiao.customers.metrics import ADDED
from zhuixiao.kit.text.pinyin import initials
from zhuixiao.ledger.instants import day_number, to_day

SEED = 7
_NAMES = "SELECT name, phone FROM customers_customer WHERE id IN ({ids})"
_BUSY = """
SELECT customer_id FROM ledger_customerrollup
WHERE metric = %s AND entries BETWEEN 18 AND 40 LIMIT 200
"""
_OWN = """
SELECT id, contact_count FROM customers_customer
WHERE owner_id = %s AND deleted_at IS NULL AND contact_count <= 40
ORDER BY contact_count DESC LIMIT 20
"""
# A timeline of so many contacts fills the page.
_FULL = 15
_DAYS = """
SELECT day, SUM(quantity) FROM ledger_rollup
WHERE metric IN (%s, %s) AND employee_id = %s AND day < %s GROUP BY day
"""
# Activities and new customers of a good day in the smallest data set, so that pages are equally
# long; in the largest only the first days have so few.
_LINES_A_DAY = 3


@dataclass(frozen=True)
class Questions:
    """Lists to go round in, so that no run repeats the one before."""

    names: list[str]
    phones: list[str]
    # Customers with long timelines: of anybody, and of the salesperson who asks.
    busy: list[int]
    own: list[int]
    customers: list[int]

    def pair(self, number: int) -> str:
        """Two neighbouring characters of a customer's name."""
        name = self.names[number % len(self.names)]
        place = (number * 7) % (len(name) - 1)
        return name[place : place + 2]

    def initials(self, number: int) -> str:
        """The first four pinyin initials of a customer's name."""
        return min(initials(self.names[number % len(self.names)]))[:4]

    def tail(self, number: int) -> str:
        """The last four digits of a customer's phone."""
        return self.phones[number % len(self.phones)][-4:]

    def customer(self, number: int) -> int:
        return self.customers[number % len(self.customers)]


def find(seller_id: int) -> Questions:
    """Random ones, the same on each run."""
    (last,) = one("SELECT MAX(id) FROM customers_customer")
    picked = [Random(SEED).randint(1, last) for _number in range(200)]
    rows = many(_NAMES.format(ids=", ".join(map(str, picked))))
    busy = [row[0] for row in many(_BUSY, [metrics.DONE.id])]
    mine = many(_OWN, [seller_id])
    own = [pk for pk, contacts in mine if contacts >= _FULL] or [pk for pk, _contacts in mine]
    return Questions(
        names=[row[0] for row in rows],
        phones=[row[1] for row in rows],
        busy=busy or picked,
        own=own,
        customers=picked,
    )


def ordinary_day(employee_id: int, before: date) -> date:
    """A day on which the employee did a few things; the day before `before` when there is none."""
    rows = many(_DAYS, [metrics.DONE.id, ADDED.id, employee_id, day_number(before)])
    nearest = min(rows, key=lambda row: (abs(row[1] - _LINES_A_DAY), -row[0]), default=None)
    return to_day(nearest[0]) if nearest else before - timedelta(days=1)


def many(statement: str, params: Any = ()) -> list[Any]:
    """All rows of a statement, on the connection that the product uses."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[Any] = cursor.fetchall()
    return rows


def one(statement: str, params: Any = ()) -> Any:
    """The first row of a statement."""
    return many(statement, params)[0]
