"""Posting: what it writes, refuses, and leaves alone."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from tests.ledger.conftest import Stall, sale
from zhuixiao.ledger import checks
from zhuixiao.ledger.actions import post, post_many
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.models import CustomerRollup, Entry, Rollup

pytestmark = pytest.mark.django_db


def test_posting_the_same_lines_twice_changes_nothing(stall: Stall) -> None:
    stall.post(1, sale(pieces=5))
    before = list(Entry.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        stall.post(1, list(reversed(sale(pieces=5))))
    assert list(Entry.objects.values_list("pk", flat=True)) == before
    harmless = ("SELECT", "SAVEPOINT", "RELEASE")
    assert [row["sql"] for row in queries if not row["sql"].startswith(harmless)] == []


def test_a_rollup_keeps_only_the_dimensions_of_its_metric(stall: Stall) -> None:
    stall.post(1, sale(product=7, option=8))
    rows = {row.metric: (row.product_id, row.option_id) for row in Rollup.objects.all()}
    assert rows == {901: (7, 0), 902: (0, 0), 903: (0, 8)}
    entry = Entry.objects.get(metric=902)
    assert (entry.product_id, entry.option_id) == (7, 8)


def test_lines_with_the_same_key_share_one_row(stall: Stall) -> None:
    stall.post(1, sale(pieces=2) + sale(pieces=3))
    row = Rollup.objects.get(metric=901)
    assert (row.quantity, row.cost, row.entries) == (5, 450, 2)
    assert CustomerRollup.objects.get(metric=901).quantity == 5


def test_an_entry_without_customer_stands_in_no_customers_rollup(stall: Stall) -> None:
    stall.post(1, sale(customer=0))
    assert not CustomerRollup.objects.exists()


def test_the_last_entry_takes_its_rollup_rows_along(stall: Stall) -> None:
    stall.post(1, sale(pieces=3))
    stall.post(2, sale(pieces=-3))
    row = Rollup.objects.get(metric=901)
    assert (row.quantity, row.entries) == (0, 2)
    stall.unpost(1)
    stall.unpost(2)
    assert not Rollup.objects.exists()
    assert not CustomerRollup.objects.exists()


def test_an_edit_moves_the_sums_to_the_other_employee_and_day(stall: Stall) -> None:
    stall.post(1, sale(day=1, employee=1, pieces=3))
    stall.post(1, sale(day=2, employee=2, pieces=4))
    row = Rollup.objects.get(metric=901)
    assert (row.day, row.employee_id, row.quantity) == (20251217, 2, 4)


def test_a_fact_named_twice_in_one_call_posts_its_last_lines(stall: Stall) -> None:
    fact = Fact("sale", 1)
    stall.sales[1] = sale(pieces=9)
    with transaction.atomic():
        post_many(items=[(fact, sale(pieces=2)), (fact, sale(pieces=9))])
    assert Entry.objects.get(metric=901).quantity == 9
    assert checks.verify() == []


def test_many_facts_are_written_in_few_statements(stall: Stall) -> None:
    with CaptureQueriesContext(connection) as queries:
        stall.post_all({pk: sale(day=pk % 60, employee=pk % 9) for pk in range(1, 901)}, fresh=True)
    assert Entry.objects.count() == 2700
    assert len(queries) <= 13
    assert checks.verify() == []


def test_one_new_fact_costs_few_statements(stall: Stall) -> None:
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        post(fact=Fact("sale", 1), postings=sale() + sale(employee=2))
    # executemany is told as "6 times: INSERT ..."
    statements = [row["sql"].rpartition(" times: ")[2].split()[0] for row in queries]
    assert [word for word in statements if word not in {"SAVEPOINT", "RELEASE"}] == [
        # What it posted before; its entries; the sums by day, people, product and customer.
        *("SELECT", "INSERT", "INSERT", "INSERT", "INSERT", "INSERT"),
        # The counts of customers: locked, looked at, written.
        *("INSERT", "WITH", "INSERT"),
    ]


def test_a_fact_said_to_be_fresh_that_is_not_is_refused(stall: Stall) -> None:
    stall.post(1, sale())
    with pytest.raises(IntegrityError), transaction.atomic():
        post_many(items=[(Fact("sale", 1), sale())], fresh=True)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"metric": "stall.nothing"}, KeyError),
        ({"metric": "stall.average"}, KeyError),
        ({"metric": "stall.buyers"}, ValueError),
        ({"at": datetime(2026, 1, 1)}, TypeError),  # noqa: DTZ001
        ({"customer_id": -1}, IntegrityError),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    stall: Stall, change: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error), transaction.atomic():
        post(fact=Fact("sale", 1), postings=[replace(sale()[0], **change)])
    assert not Rollup.objects.exists()


def test_an_instant_comes_back_to_the_microsecond(stall: Stall) -> None:
    at = sale()[0].at.replace(microsecond=123_457)
    stall.post(1, [replace(sale()[0], at=at)])
    assert Entry.objects.get(at__gte=at, at__lte=at).at == at


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_refused(stall: Stall) -> None:
    with pytest.raises(TransactionManagementError):
        post(fact=Fact("sale", 1), postings=sale())


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_neither_entries_nor_sums(stall: Stall) -> None:
    stall.post(1, sale(pieces=2))

    def fail_after_posting() -> None:
        with transaction.atomic():
            post(fact=Fact("sale", 1), postings=sale(pieces=9))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_posting()
    assert Rollup.objects.get(metric=901).quantity == 2
    assert checks.verify() == []
