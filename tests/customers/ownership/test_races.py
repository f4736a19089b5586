"""Several people at once: one gets the customer, no limit is passed, the chain has no fork.

RACES=1000 runs each as often as was asked before a release; the default keeps the tests short.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from tests.customers.importing.files import as_csv, nothing, ready
from tests.world import NOW, World, actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import claiming, merging, ownership, trash
from zhuixiao.customers.importing import batches, engine
from zhuixiao.customers.models import Customer, ImportBatch, Merge, Pool
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks

from .conftest import Add, MakeCap, assert_whole

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = int(os.environ.get("RACES", "20"))
LATER = NOW + timedelta(hours=1)


def together(*works: Callable[[], int]) -> list[int]:
    """Run all at the same instant; how many each changed, 0 for what a rule refused."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], int]) -> int:
        barrier.wait()
        try:
            return work()
        except RuleError:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def given_up(world: World, add: Add, pool: Pool, number: int) -> list[Customer]:
    rows = [add(f"客户{one}") for one in range(number)]
    by = actor(world.zheng)
    claiming.release(by=by, customer_ids=[row.pk for row in rows], pool=pool, note="x")
    return rows


def claim(person: Employee, *rows: Customer) -> int:
    by = actor(person, at=LATER)
    return len(claiming.claim(by=by, customer_ids=[row.pk for row in rows]).moved)


def give(boss: Employee, person: Employee, row: Customer) -> int:
    return ownership.assign(by=actor(boss, at=LATER), customer_ids=[row.pk], owner=person)


def throw(boss: Employee, row: Customer) -> int:
    return trash.delete(by=actor(boss, at=LATER), customer_ids=[row.pk])


def melt(boss: Employee, winner: Customer, loser: Customer) -> int:
    merging.merge(by=actor(boss, at=LATER), winner_id=winner.pk, loser_id=loser.pk)
    return 1


def bring(batch: ImportBatch) -> int:
    """The import itself, which unlike its job does not begin again when the database refuses."""
    by = actor(batch.created_by, at=LATER, via=Via.IMPORT)
    engine.run(by=by, batch=batch, path=batches.path_of(batch), progress=nothing)
    return 1


def test_of_four_who_claim_one_customer_one_gets_it(world: World, add: Add, pool: Pool) -> None:
    people = [world.chen, world.su, world.li, world.manager]
    for row in given_up(world, add, pool, ROUNDS):
        assert sorted(together(*(partial(claim, one, row) for one in people))) == [0, 0, 0, 1]
        assert_whole(row)
    assert checks.verify() == []


def test_a_day_s_limit_is_not_passed_by_claims_at_once(world: World, add: Add, pool: Pool) -> None:
    Pool.objects.filter(pk=pool.pk).update(claims_per_day=5)
    rows = given_up(world, add, pool, 16)
    works = [partial(claim, world.chen, *rows[start::4]) for start in range(4)]
    assert sum(together(*works)) == 5


def test_a_cap_is_not_passed_by_gifts_from_several_sides(
    world: World, add: Add, make_cap: MakeCap
) -> None:
    make_cap(3)
    make_cap(1000, name="郑斌", people=[world.zheng])
    for number in range(2):
        add(f"陈{number}", owner=world.chen)
    rows = [add(f"客户{number}") for number in range(ROUNDS)]
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        works = [partial(give, world.boss, world.chen, row) for row in (first, second)]
        assert sorted(together(*works)) == [0, 1]
        mine = Customer.objects.filter(owner=world.chen, pk__in=[first.pk, second.pk])
        give(world.boss, world.zheng, mine.get())


def test_claim_transfers_and_deletion_at_once_leave_one_chain(
    world: World, add: Add, pool: Pool
) -> None:
    for row in given_up(world, add, pool, ROUNDS):
        together(
            partial(claim, world.chen, row),
            partial(give, world.boss, world.su, row),
            partial(give, world.boss, world.li, row),
            partial(throw, world.boss, row),
        )
        assert_whole(row)
    assert checks.verify() == []


def test_a_transfer_two_merges_and_a_deletion_at_once_leave_whole_chains(
    world: World, add: Add
) -> None:
    for number in range(ROUNDS):
        one, other = add(f"甲{number}"), add(f"乙{number}")
        together(
            partial(give, world.boss, world.su, one),
            partial(melt, world.boss, one, other),
            partial(melt, world.boss, other, one),
            partial(throw, world.boss, other),
        )
        assert_whole(one)
        assert_whole(other)
        assert Merge.objects.filter(undone_at=None, loser__in=[one, other]).count() <= 1
    assert checks.verify() == []


def test_an_import_transfers_and_claims_of_the_same_customers_at_once_all_end(
    world: World, add: Add, pool: Pool, make_cap: MakeCap
) -> None:
    make_cap(10_000)
    rows = [add(f"客户{number}") for number in range(6)]
    for number in range(max(ROUNDS // 4, 4)):
        # The last first, so that the order of the file is not that of the ids.
        known = [[row.name, f"地址{number}", f"新人{number}"] for row in reversed(rows)]
        new = [[f"新客户{number}-{one}", "", "新人"] for one in range(6)]
        content = as_csv([["客户名称", "地址", "联系人"], *new, *known])
        batch = ready(world.boss, content, on_duplicate="update", owner=str(world.chen.pk))
        batches.prepare(by=actor(world.boss, via=Via.IMPORT), batch=batch)
        giver = world.su if number % 2 else world.chen
        boss = actor(world.boss, at=LATER)
        claiming.release(by=boss, customer_ids=[rows[0].pk], pool=pool, note="x")
        works = [
            partial(bring, batch),
            *(partial(give, world.boss, giver, row) for row in rows[1:4]),
            partial(give, world.boss, world.chen, rows[0]),
            partial(claim, world.chen, rows[0]),
        ]
        assert together(*works)[0] == 1
        batch.refresh_from_db()
        assert (batch.created_count, batch.updated_count) == (6, 6)
    for row in rows:
        assert_whole(row)
    assert checks.verify() == []
