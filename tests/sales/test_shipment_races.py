"""Two ship the last piece, or claim one expense, at the same instant: one of them does."""

from dataclasses import replace
from functools import partial

import pytest

from tests.customers.ownership.test_races import together
from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.test_expenses import Spend, spend, taxi
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import checks
from zhuixiao.sales.actions import expense_claims, shipping, spending
from zhuixiao.sales.actions.shipping import NewShipment
from zhuixiao.sales.actions.spending import NewExpense
from zhuixiao.sales.models import Expense, ExpenseClaim, Order, Shipment

__all__ = ["spend", "taxi"]
pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def send(person: Employee, order: Order, quantity: int) -> int:
    new = NewShipment(TODAY, {order.lines.get().pk: quantity})
    shipping.ship(by=actor(person), order=order, new=new)
    return 1


def take_back(person: Employee, shipment: Shipment) -> int:
    shipping.take_back(by=actor(person), shipment=shipment)
    return 1


def claim(person: Employee, pk: int) -> int:
    expense_claims.draft(by=actor(person), expense_ids=[pk])
    return 1


def raise_to(person: Employee, expense: Expense, new: NewExpense) -> int:
    spending.change(by=actor(person), expense=expense, new=new)
    return 1


def hand_in(person: Employee, held: ExpenseClaim) -> int:
    expense_claims.submit(by=actor(person), claim=held)
    return 1


def test_the_last_piece_is_shipped_once(world: World, place_order: PlaceOrder) -> None:
    for _round in range(ROUNDS):
        order = place_order()
        send(world.zheng, order, 9_000)
        people = (world.zheng, world.boss, world.manager)
        together(*(partial(send, one, order, 1_000) for one in people))
        assert order.lines.get().shipped == 10_000
        assert Shipment.objects.filter(order=order).count() == 2
    assert checks.verify() == []


def test_a_shipment_is_taken_back_once(world: World, place_order: PlaceOrder) -> None:
    for _round in range(ROUNDS):
        order = place_order()
        send(world.zheng, order, 4_000)
        shipment = Shipment.objects.get(order=order)
        together(*(partial(take_back, one, shipment) for one in (world.zheng, world.boss)))
        assert order.lines.get().shipped == 0


def test_an_expense_is_claimed_once(world: World, spend: Spend) -> None:
    for _round in range(ROUNDS):
        pk = spend().pk
        together(partial(claim, world.zheng, pk), partial(claim, world.zheng, pk))
        held = Expense.objects.get(pk=pk)
        assert held.claim is not None
        assert held.claim.amount == held.amount
    assert ExpenseClaim.objects.exclude(amount=3_550).count() == 0


def test_a_claim_hands_in_what_it_adds_up_to(world: World, spend: Spend, taxi: NewExpense) -> None:
    """Whoever raises an expense while its claim is handed in comes before or after, not between."""
    for amount in range(5_000, 5_000 + ROUNDS):
        expense = spend()
        held = expense_claims.draft(by=actor(world.zheng), expense_ids=[expense.pk])
        new = replace(taxi, amount=amount)
        together(partial(raise_to, world.zheng, expense, new), partial(hand_in, world.zheng, held))
        held.refresh_from_db()
        assert held.request is not None
        assert sum(held.request.payload["amounts"].values()) == held.amount
        assert held.amount == held.expenses.get().amount
