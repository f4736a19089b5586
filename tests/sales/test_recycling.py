"""Rules of the pools that wait for orders, opportunities and the end of contracts."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from tests.customers.ownership.conftest import MakePool, MakeRule, make_pool, make_rule, pool
from tests.customers.ownership.test_recycling import in_pool, night
from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.world import NOW, World, actor
from zhuixiao.customers.actions import pools, recycling
from zhuixiao.customers.models import Customer, RecycleRule
from zhuixiao.customers.pool_forms import RuleForm
from zhuixiao.customers.queries.recycling import Clock, leaving
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks

__all__ = ["MakePool", "make_pool", "make_rule", "pool"]

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def rule_of(kind: str, days: int = 30, **values: Any) -> dict[str, Any]:
    return {"conditions": [{"kind": kind, "days": days}], "takes_won": True, **values}


def days_left(customer: Customer, world: World, at: datetime = NOW) -> int | None:
    customer.refresh_from_db()
    today = actor(world.boss, at=at).today
    return Clock(world.company.zone, today).days_left(customer)


def test_a_customer_without_an_order_goes_from_the_day_it_was_received(
    world: World, customer: Customer, make_rule: MakeRule
) -> None:
    make_rule(**rule_of("order"))
    assert days_left(customer, world) == 30
    assert night(NOW + 29 * DAY).moved_count == 0
    assert night(NOW + 30 * DAY).moved_count == 1
    assert checks.verify() == []


def test_an_order_starts_the_wait_anew(
    world: World, customer: Customer, place_order: PlaceOrder, make_rule: MakeRule
) -> None:
    make_rule(**rule_of("order"))
    place_order(signed_on=TODAY + 20 * DAY)
    assert days_left(customer, world) == 50
    assert night(NOW + 49 * DAY).moved_count == 0
    assert night(NOW + 50 * DAY).moved_count == 1


def test_an_old_order_does_not_count_against_who_just_got_the_customer(
    world: World, customer: Customer, place_order: PlaceOrder, make_rule: MakeRule
) -> None:
    make_rule(**rule_of("order"))
    place_order(signed_on=TODAY - 300 * DAY)
    assert days_left(customer, world) == 30


def test_days_after_the_contract_ended(
    world: World,
    customer: Customer,
    add_customer: AddCustomer,
    place_order: PlaceOrder,
    make_rule: MakeRule,
) -> None:
    make_rule(**rule_of("contract", 10))
    without = add_customer("没有合同")
    place_order(ends_on=TODAY + 60 * DAY)
    assert days_left(customer, world) == 70
    assert days_left(without, world) is None
    assert night(NOW + 69 * DAY).moved_count == 0
    assert night(NOW + 70 * DAY).moved_count == 1
    assert in_pool() == {customer.name}


def test_days_without_an_opportunity(
    world: World, customer: Customer, add_customer: AddCustomer, make_rule: MakeRule
) -> None:
    make_rule(**rule_of("opportunity", 10, takes_won=False))
    quiet = add_customer("没有商机")
    day = TODAY + 5 * DAY
    Customer.objects.filter(pk=customer.pk).unlogged_update(last_opportunity_on=day)
    assert (days_left(customer, world), days_left(quiet, world)) == (15, 10)
    night(NOW + 14 * DAY)
    assert in_pool() == {"没有商机"}


def test_a_running_contract_keeps_the_customer_unless_the_rule_says_otherwise(
    world: World, customer: Customer, place_order: PlaceOrder, make_rule: MakeRule
) -> None:
    rule = make_rule(**rule_of("contact"))
    place_order(ends_on=TODAY + 60 * DAY)
    assert days_left(customer, world) == 61
    assert night(NOW + 60 * DAY).moved_count == 0
    values = {"name": rule.name, "match": "any", **rule_of("contact", spares_contracts=False)}
    pools.save_rule(by=actor(world.boss), rule=rule, values=values)
    assert days_left(customer, world) == 30
    assert night(NOW + 61 * DAY).moved_count == 1


def test_preview_counts_and_undo_gives_back(
    world: World, customer: Customer, place_order: PlaceOrder, make_rule: MakeRule
) -> None:
    make_rule(at=NOW - DAY, **rule_of("contract", 1))
    place_order(ends_on=TODAY - 3 * DAY)
    Customer.objects.filter(pk=customer.pk).unlogged_update(received_at=NOW - 90 * DAY)
    assert [count for _rule, count in recycling.preview(at=NOW)] == [1]
    run = night(NOW)
    assert in_pool() == {customer.name}
    assert recycling.undo(by=actor(world.boss, at=NOW + DAY), run=run) == 1
    customer.refresh_from_db()
    assert customer.owner == world.zheng


def test_a_rule_that_could_take_nobody_is_refused(make_rule: MakeRule) -> None:
    with pytest.raises(RuleError) as refused:
        make_rule(**rule_of("contract", takes_won=False))
    assert refused.value.field == "takes_won"
    both = [{"kind": "contract", "days": 3}, {"kind": "contact", "days": 3}]
    make_rule(match="any", conditions=both, takes_won=False)
    with pytest.raises(RuleError):
        make_rule(match="all", conditions=both, takes_won=False)


def test_the_editor_offers_the_kinds_and_spares_contracts_at_first(db: None) -> None:
    form = RuleForm()
    names = {bound.name for bound in form.waits}
    assert {"days_order", "days_opportunity", "days_contract"} <= names
    assert form.initial["spares_contracts"] is True


@pytest.mark.parametrize("kind", ["order", "opportunity", "contract", "contact", "received"])
@pytest.mark.parametrize("spares", [True, False])
def test_table_filter_and_night_agree_for_every_state(
    world: World, add_customer: AddCustomer, make_rule: MakeRule, kind: str, *, spares: bool
) -> None:
    """Each customer is taken on the very day that its row tells, by a reading of its own."""
    make_rule(at=NOW - 99 * DAY, **rule_of(kind, 7, spares_contracts=spares))
    days = [None, TODAY - 9 * DAY, TODAY - 6 * DAY, TODAY + 2 * DAY]
    received = [NOW - 20 * DAY, NOW - 7 * DAY, NOW]
    for number, (order, contract, at) in enumerate(product(days, days, received)):
        row = add_customer(f"客户{number}")
        Customer.objects.filter(pk=row.pk).unlogged_update(
            last_order_on=order,
            last_opportunity_on=order,
            contract_ends_on=contract,
            received_at=at,
        )
    zone = world.company.zone
    for row in Customer.objects.all():
        expected = _by_hand(row, kind, spares=spares)
        left = days_left(row, world)
        assert left == (None if expected is None else (expected - TODAY).days)
        for within in (0, 3, 8):
            found = Customer.objects.filter(pk=row.pk).filter(
                leaving(zone=zone, today=TODAY, within=within)
            )
            assert found.exists() == (left is not None and left <= within)


def _by_hand(row: Customer, kind: str, *, spares: bool) -> date | None:
    got = actor(row.owner, at=row.received_at).today  # type: ignore[arg-type]
    since = {
        "order": row.last_order_on,
        "opportunity": row.last_opportunity_on,
        "contract": row.contract_ends_on,
    }.get(kind)
    if kind == "contract" and since is None:
        return None
    day = max(got, since or got) + timedelta(days=7)
    first = RecycleRule.objects.get().valid_from
    ends = row.contract_ends_on
    keeps = ends + timedelta(days=1) if spares and ends else day
    return max(day, first, keeps)
