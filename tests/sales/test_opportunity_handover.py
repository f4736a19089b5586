"""What becomes of opportunities when their customer or their owner goes."""

from datetime import timedelta

from tests.sales.conftest import AddCustomer
from tests.sales.opportunities import move, take_up
from tests.world import NOW, World, actor
from zhuixiao.accounts import holdings
from zhuixiao.activities.related import find
from zhuixiao.catalog.actions import options
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers import persons
from zhuixiao.customers.actions import merging, ownership
from zhuixiao.customers.actions.ownership import Change
from zhuixiao.customers.models import Customer, OwnerSpan
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice
from zhuixiao.sales.models import Opportunity, OpportunityStage

LATER = NOW + timedelta(days=1)


def assign(world: World, customer: Customer, *, with_tasks: bool) -> None:
    ownership.assign(
        by=actor(world.boss, at=LATER),
        customer_ids=[customer.pk],
        owner=world.chen,
        with_tasks=with_tasks,
    )


def test_open_ones_go_along_where_that_is_asked_and_closed_ones_stay(
    world: World, customer: Customer
) -> None:
    open_one = take_up(world, customer)
    won = move(take_up(world, customer, name="一期"), "won", world.zheng)
    assign(world, customer, with_tasks=True)
    open_one.refresh_from_db()
    won.refresh_from_db()
    assert (open_one.owner, won.owner) == (world.chen, world.zheng)
    assert Notice.objects.filter(employee=world.chen, kind="sales.opportunity").count() == 1
    assert checks.verify() == []


def test_an_undo_brings_back_those_that_nobody_changed_since(
    world: World, customer: Customer
) -> None:
    kept, changed = take_up(world, customer), take_up(world, customer, name="二期")
    assign(world, customer, with_tasks=True)
    move(changed, "needs_clear", world.chen, at=LATER + timedelta(hours=1))
    change = Change(LATER, world.chen.pk, world.zheng.pk)
    by = actor(world.boss, at=LATER + timedelta(hours=2))
    assert ownership.give_back(by=by, changes={customer.pk: change}) == 1
    kept.refresh_from_db()
    changed.refresh_from_db()
    assert (kept.owner, changed.owner) == (world.zheng, world.chen)
    assert OwnerSpan.objects.filter(customer=customer, is_undone=True).exists()


def test_without_being_asked_they_stay(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    assign(world, customer, with_tasks=False)
    row.refresh_from_db()
    assert row.owner == world.zheng


def test_a_leaver_hands_over_what_is_open(
    world: World, customer: Customer, add_customer: AddCustomer
) -> None:
    take_up(world, customer)
    take_up(world, add_customer("佛山恒达"))
    kind = next(one for one in holdings.all_kinds() if one.key == "opportunities")
    assert kind.count(world.zheng, NOW) == 2
    given = kind.hand_over(actor(world.boss), world.zheng, [world.chen, world.su], "")
    assert given == 2
    assert set(Opportunity.objects.values_list("owner", flat=True)) == {world.chen.pk, world.su.pk}


def test_two_customers_that_become_one_bring_theirs_together_and_part_again(
    world: World, customer: Customer, add_customer: AddCustomer
) -> None:
    other = add_customer("广州迪宏二厂")
    row = move(take_up(world, other), "won", world.zheng)
    by = actor(world.boss, at=LATER)
    merge = merging.merge(by=by, winner_id=customer.pk, loser_id=other.pk)
    row.refresh_from_db()
    customer.refresh_from_db()
    assert (row.customer, customer.last_opportunity_on) == (customer, row.opened_on)
    assert checks.verify() == []
    merging.undo(by=by, merge=merge)
    row.refresh_from_db()
    assert row.customer == other
    assert checks.verify() == []


def test_merged_stages_keep_the_numbers(world: World, customer: Customer) -> None:
    take_up(world, customer)
    stages = Option.objects.of(PickList.OPPORTUNITY_STAGE)
    new, needs = stages.get(key="new"), stages.get(key="needs_clear")
    options.merge(by=actor(world.boss), option=new, into=needs)
    assert OpportunityStage.objects.get().after == needs
    assert checks.verify() == []


def test_action_records_find_only_what_their_writer_sees(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    found = find(world.zheng, "opportunity", row.pk)
    assert found is not None
    assert found.url == f"/opportunities/{row.pk}/"
    assert find(world.li, "opportunity", row.pk) is None


def test_personal_data_is_looked_for_in_opportunities() -> None:
    assert "opportunity" in {words.key for words in persons.all_words()}
