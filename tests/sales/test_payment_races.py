"""Several people take in money for one order at the same instant: exactly the ceiling arrives.

RACES=1000 runs each as often as was asked before a release; the default keeps the tests short.
"""

import os
from functools import partial

import pytest

from tests.customers.ownership.test_races import together
from tests.sales.conftest import TODAY, PlaceOrder
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import checks
from zhuixiao.sales.actions import allocating, paying
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.models import Order, Payment

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = max(2, int(os.environ.get("RACES", "20")) // 4)


def pay(person: Employee, order: Order, amount: int) -> int:
    new = NewPayment(order.customer_id, amount, TODAY, shares=[Share(order.pk, amount)])
    paying.record(by=actor(person), new=new)
    return amount


def allocate(person: Employee, payment: Payment, order: Order, amount: int) -> int:
    allocating.allocate(by=actor(person), payment=payment, shares=[Share(order.pk, amount)])
    return amount


def test_payments_at_once_bring_exactly_what_is_owed(world: World, place_order: PlaceOrder) -> None:
    people = [world.boss, world.finance, world.zheng, world.admin]
    for _number in range(ROUNDS):
        order = place_order()
        works = [partial(pay, person, order, 40_000) for person in people]
        assert sum(together(*works)) == 120_000
        order.refresh_from_db()
        assert order.paid == 120_000
    assert checks.verify() == []


def delete(person: Employee, payment: Payment) -> int:
    paying.delete(by=actor(person), payment=payment)
    return 1


def take_back(person: Employee, payment: Payment, order: Order) -> int:
    allocating.take_back(by=actor(person), payment=payment, order=order)
    return 1


def test_an_allocation_is_taken_back_or_goes_with_its_payment_but_not_twice(
    world: World, place_order: PlaceOrder
) -> None:
    for _number in range(ROUNDS):
        order = place_order()
        pay(world.finance, order, 50_000)
        pay(world.finance, order, 60_000)
        first = order.allocations.order_by("pk")[0].payment
        together(
            partial(delete, world.boss, first), partial(take_back, world.finance, first, order)
        )
        order.refresh_from_db()
        assert order.paid == 60_000
    assert checks.verify() == []


def test_one_advance_is_not_spent_twice(world: World, place_order: PlaceOrder) -> None:
    for _number in range(ROUNDS):
        first, second = place_order(), place_order()
        new = NewPayment(first.customer_id, 100_000, TODAY)
        payment = paying.record(by=actor(world.finance), new=new)
        works = [partial(allocate, world.boss, payment, row, 60_000) for row in (first, second)]
        assert sorted(together(*works)) == [0, 60_000]
        payment.refresh_from_db()
        assert payment.rest == 40_000
