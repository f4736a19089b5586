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
from zhuixiao.customers.actions import claiming, ownership, pools, trash
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
    back = {customer.pk: ownership.Change(at=LATER, now=world.su.pk, before=world.zheng.pk)}
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
    back = {customer.pk: ownership.Change(at=LATER, now=world.su.pk, before=world.zheng.pk)}
    assert ownership.give_back(by=actor(world.boss, at=LATER), changes=back) == 0
    assert chain(customer)[-1] == ("苏细莲", "assigned")


def test_who_got_it_back_meanwhile_keeps_it(world: World, add: Add) -> None:
    customer = add()
    boss, ids = actor(world.boss, at=LATER), [customer.pk]
    ownership.assign(by=boss, customer_ids=ids, owner=world.su)
    for hours, owner in ((2, world.chen), (3, world.su)):
        by = actor(world.boss, at=NOW + timedelta(hours=hours))
        ownership.assign(by=by, customer_ids=ids, owner=owner)
    back = {customer.pk: ownership.Change(at=LATER, now=world.su.pk, before=world.zheng.pk)}
    by = actor(world.boss, at=NOW + timedelta(hours=4))
    assert ownership.give_back(by=by, changes=back) == 0
    assert chain(customer)[-1] == ("苏细莲", "assigned")


def test_nothing_goes_back_into_a_pool_that_was_closed(world: World, add: Add, pool: Pool) -> None:
    customer = add()
    ids = [customer.pk]
    claiming.release(by=actor(world.zheng), customer_ids=ids, pool=pool, note="太远")
    ownership.assign(by=actor(world.boss, at=LATER), customer_ids=ids, owner=world.su)
    pools.retire_pool(by=actor(world.boss, at=LATER), pool=pool)
    change = ownership.Change(at=LATER, now=world.su.pk, before=None, pool_before=pool.pk)
    by = actor(world.boss, at=LATER)
    assert ownership.give_back(by=by, changes={customer.pk: change}) == 0
    assert chain(customer)[-1] == ("苏细莲", "assigned")


def test_what_lies_in_the_trash_leaves_a_pool_that_is_closed(
    world: World, add: Add, pool: Pool
) -> None:
    customer = add()
    ids = [customer.pk]
    claiming.release(by=actor(world.zheng), customer_ids=ids, pool=pool, note="太远")
    trash.delete(by=actor(world.boss), customer_ids=ids)
    pools.retire_pool(by=actor(world.boss, at=LATER), pool=pool)
    trash.restore(by=actor(world.boss, at=LATER), customer_ids=ids)
    assert_whole(customer)
    assert customer.pool is None
    assert Customer.objects.visible_to(world.manager).get() == customer
    assert checks.verify() == []


def test_tasks_that_went_along_come_back_with_an_undo_unless_somebody_changed_them(
    world: World, add: Add
) -> None:
    customer = add()
    by = actor(world.zheng)
    for title in ("发报价", "寄样品"):
        tasks.add(by=by, new=NewTask(title, by.today, customer_id=customer.pk))
    boss = actor(world.boss, at=LATER)
    ownership.assign(by=boss, customer_ids=[customer.pk], owner=world.su, with_tasks=True)
    assert set(Task.objects.values_list("employee__name", flat=True)) == {"苏细莲"}
    su = actor(world.su, at=LATER)
    changed = Task.objects.get(title="寄样品")
    tasks.move(by=su, task=changed, due_on=su.today + timedelta(days=1), due_time=None)
    tasks.add(by=su, new=NewTask("苏的", su.today, customer_id=customer.pk))
    back = {customer.pk: ownership.Change(at=LATER, now=world.su.pk, before=world.zheng.pk)}
    ownership.give_back(by=actor(world.boss, at=LATER + timedelta(minutes=1)), changes=back)
    assert dict(Task.objects.values_list("title", "employee__name")) == {
        "发报价": "郑斌",
        "寄样品": "苏细莲",
        "苏的": "苏细莲",
    }


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
    back = {customer.pk: ownership.Change(at=LATER, now=None, before=world.zheng.pk)}
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
