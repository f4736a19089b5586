"""One service changes hands: chain, clocks, ledger, audit and notices agree."""

from datetime import timedelta

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.activities.actions import planning, tasks
from zhuixiao.activities.actions.task_values import NewTask
from zhuixiao.activities.choices import FollowUpState
from zhuixiao.activities.models import FollowUp, Task
from zhuixiao.customers.actions import claiming, ownership
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.metrics import CLAIMED, RELEASED, TRANSFERRED_IN, TRANSFERRED_OUT
from zhuixiao.customers.models import Customer, Pool
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks, queries
from zhuixiao.notices.models import Notice

from .conftest import Add, MakeCap, assert_whole, chain

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def total(world: World, metric: str) -> int:
    """The number of a metric on the day of the test, as the boss reads it."""
    day = actor(world.boss).today
    table = queries.query([metric], period=Period(day, day), visible_to=world.boss)
    return int(table.total.values[metric] or 0)


def test_assigning_is_told_counted_and_written_down(world: World, add: Add) -> None:
    customer = add()
    moved = ownership.assign(
        by=actor(world.boss, at=LATER), customer_ids=[customer.pk], owner=world.su
    )
    assert moved == 1
    assert chain(customer) == [("郑斌", "created"), ("苏细莲", "assigned")]
    assert_whole(customer)
    assert customer.department_id == world.shenzhen.pk
    assert customer.received_at == LATER
    assert total(world, TRANSFERRED_IN.key) == total(world, TRANSFERRED_OUT.key) == 1
    told = dict(Notice.objects.values_list("employee__name", "kind"))
    assert told == {"苏细莲": "customers.received", "郑斌": "customers.lost"}
    entry = AuditEntry.objects.get(kind="customer", record_id=customer.pk, action="assign")
    assert entry.changes["owner"] == [world.zheng.pk, world.su.pk]
    assert checks.verify() == []


def test_giving_a_customer_to_its_owner_changes_nothing(world: World, add: Add) -> None:
    customer = add()
    by = actor(world.boss, at=LATER)
    assert ownership.assign(by=by, customer_ids=[customer.pk], owner=world.zheng) == 0
    assert chain(customer) == [("郑斌", "created")]
    assert not Notice.objects.exists()


def test_an_undone_change_no_longer_counts(world: World, add: Add) -> None:
    customer = add()
    ownership.assign(by=actor(world.boss, at=LATER), customer_ids=[customer.pk], owner=world.su)
    back = {customer.pk: ownership.Change(now=world.su.pk, before=world.zheng.pk)}
    by = actor(world.boss, at=LATER + timedelta(minutes=1))
    assert ownership.give_back(by=by, changes=back) == 1
    assert chain(customer)[-1] == ("郑斌", "undone")
    assert_whole(customer)
    assert total(world, TRANSFERRED_IN.key) == total(world, TRANSFERRED_OUT.key) == 0
    assert checks.verify() == []


def test_who_left_meanwhile_gets_nothing_back(world: World, add: Add) -> None:
    customer = add()
    ownership.assign(by=actor(world.boss, at=LATER), customer_ids=[customer.pk], owner=world.su)
    employees.deactivate(by=actor(world.boss, at=LATER), employee=world.zheng)
    back = {customer.pk: ownership.Change(now=world.su.pk, before=world.zheng.pk)}
    assert ownership.give_back(by=actor(world.boss, at=LATER), changes=back) == 0
    assert chain(customer)[-1] == ("苏细莲", "assigned")


def test_plans_and_wanted_tasks_go_along(world: World, add: Add) -> None:
    customer = add()
    by = actor(world.zheng)
    planning.plan(by=by, customer_id=customer.pk, on=by.today)
    tasks.add(by=by, new=NewTask("发报价", by.today, customer_id=customer.pk))
    move = ownership.Move(Customer.objects.get(pk=customer.pk), world.su)
    ownership.move(
        by=actor(world.boss, at=LATER),
        moves=[move],
        reason=OwnerReason.TRANSFERRED,
        with_tasks=True,
    )
    assert FollowUp.objects.get().employee == world.su
    assert Task.objects.get().employee == world.su
    assert checks.verify() == []


def test_a_plan_ends_in_the_pool_and_lives_again_with_an_undo(
    world: World, add: Add, pool: Pool
) -> None:
    customer = add()
    by = actor(world.zheng)
    planning.plan(by=by, customer_id=customer.pk, on=by.today)
    claiming.release(
        by=actor(world.zheng, at=LATER), customer_ids=[customer.pk], pool=pool, note="太远"
    )
    customer.refresh_from_db()
    assert FollowUp.objects.get().state == FollowUpState.CANCELLED
    assert customer.next_contact_on is None
    back = {customer.pk: ownership.Change(now=None, before=world.zheng.pk)}
    ownership.give_back(by=actor(world.boss, at=LATER + timedelta(hours=1)), changes=back)
    customer.refresh_from_db()
    assert FollowUp.objects.get().state == FollowUpState.OPEN
    assert customer.next_contact_on == by.today
    assert checks.verify() == []


def test_numbers_of_a_released_and_claimed_customer_follow_the_people(
    world: World, add: Add, pool: Pool
) -> None:
    customer = add()
    claiming.release(
        by=actor(world.zheng, at=LATER), customer_ids=[customer.pk], pool=pool, note="太远"
    )
    by = actor(world.chen, at=LATER + timedelta(hours=1))
    assert claiming.claim(by=by, customer_ids=[customer.pk]).moved == [customer]
    assert chain(customer) == [("郑斌", "created"), ("总公海", "released"), ("陈敏", "claimed")]
    assert_whole(customer)
    assert (total(world, RELEASED.key), total(world, CLAIMED.key)) == (1, 1)
    assert checks.verify() == []


def test_a_cap_of_two_takes_two_new_customers_and_not_a_third(
    world: World, add: Add, make_cap: MakeCap
) -> None:
    make_cap(2)
    add("客户1")
    add("客户2")
    with pytest.raises(RuleError):
        add("客户3")
    assert Customer.objects.count() == 2
