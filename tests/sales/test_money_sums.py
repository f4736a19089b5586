"""Sums of a million amounts are exact to the last 分, on both databases."""

from random import Random

import pytest
from django.db import connection

from zhuixiao.ledger.models import Entry
from zhuixiao.sales.models import Payment

ROWS = 1_000_000
# A million of these stay within what the columns hold, and are beyond what a float adds up.
LARGEST = 9 * 10**12


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Payment, Entry])
def test_a_million_random_amounts_add_up_exactly(model: type[Payment] | type[Entry]) -> None:
    chance = Random(82)  # noqa: S311  (no secret)
    column = model._meta.get_field("amount").db_type(connection)
    amounts = [chance.randint(-LARGEST, LARGEST) for _number in range(ROWS)]
    with connection.cursor() as cursor:
        # The real column's type; the rest of a row would only cost time.
        cursor.execute(f"CREATE TEMPORARY TABLE million (amount {column} NOT NULL)")
        for start in range(0, ROWS, 10_000):
            part = ",".join(f"({amount})" for amount in amounts[start : start + 10_000])
            cursor.execute(f"INSERT INTO million (amount) VALUES {part}")
        cursor.execute("SELECT SUM(amount), COUNT(*) FROM million")
        total, count = cursor.fetchone()
        cursor.execute("DROP TABLE million")
    assert (int(total), count) == (sum(amounts), ROWS)
