"""Several writers at once: no sum is lost, nobody waits for ever, no fact is posted twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.ledger.conftest import Stall, sale
from zhuixiao.ledger import checks
from zhuixiao.ledger.actions import post, post_many
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.models import Entry, Rollup

WRITERS = 4


def together(work: Callable[[int], object]) -> list[object]:
    """Run `work` in several threads that start at the same instant; results or errors."""
    barrier = Barrier(WRITERS)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return work(number)
        except IntegrityError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


@pytest.mark.django_db(transaction=True)
def test_writers_of_the_same_sums_lose_nothing_and_never_block_each_other_for_good(
    stall: Stall,
) -> None:
    def work(writer: int) -> None:
        for turn in range(12):
            number = writer * 100 + turn + 1
            lines = sale(employee=1) + sale(employee=2) + sale(employee=3)
            items = [(Fact("sale", number), lines[:: -1 if writer % 2 else 1])]
            items.append((Fact("sale", number + 1000), sale(employee=turn % 3)))
            with transaction.atomic():
                post_many(items=items, fresh=True)
            stall.sales |= {fact.id: list(rows) for fact, rows in items}
            if turn % 3 == 0:
                stall.unpost(number)

    assert together(work) == [None] * WRITERS
    assert Rollup.objects.exists()
    assert checks.verify() == []


@pytest.mark.django_db(transaction=True)
def test_sums_that_fall_to_nothing_and_rise_again_at_once_stay_right(stall: Stall) -> None:
    def work(writer: int) -> None:
        for _turn in range(15):
            stall.post(writer + 1, sale())
            stall.unpost(writer + 1)

    assert together(work) == [None] * WRITERS
    assert not Entry.objects.exists()
    assert not Rollup.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_new_fact_posted_by_several_writers_stands_there_once(stall: Stall) -> None:
    def work(writer: int) -> None:
        with transaction.atomic():
            post(fact=Fact("sale", 1), postings=sale(pieces=writer + 1))

    refused = [result for result in together(work) if isinstance(result, IntegrityError)]
    if connection.vendor == "sqlite":
        assert refused == []
    assert Entry.objects.filter(metric=901).count() == 1
    stall.sales[1] = sale(pieces=Entry.objects.get(metric=901).quantity)
    assert checks.verify() == []


@pytest.mark.django_db(transaction=True)
def test_writers_who_hold_the_facts_row_edit_it_one_after_the_other(stall: Stall) -> None:
    stall.post(1, sale(pieces=1))
    stall.post(2, sale(pieces=1))

    def work(writer: int) -> None:
        for turn in range(8):
            with transaction.atomic():
                # The row of fact 2's entry plays the fact's own row, which its action has locked.
                list(Entry.objects.select_for_update().filter(fact_id=2, metric=903))
                post(fact=Fact("sale", 1), postings=sale(pieces=writer * 10 + turn))

    assert together(work) == [None] * WRITERS
    stall.sales[1] = sale(pieces=Entry.objects.get(metric=901, fact_id=1).quantity)
    assert checks.verify() == []
