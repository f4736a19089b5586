from datetime import date, timedelta

import pytest

from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.orders.conftest import TakeBack, waiting
from tests.world import World, actor
from zhuixiao.accounts.models import Company
from zhuixiao.approvals.actions import deciding, flows
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions import returning
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.models import Bought, Order


def ask_for_returns(world: World) -> None:
    """The boss decides every return."""
    step = {"who": "role", "ids": [world.boss.role_id], "mode": "any"}
    draft = flows.Draft("退货", returning.SUBJECT, [step])
    flows.save(by=actor(world.boss), flow=None, draft=draft)


def test_a_part_that_comes_back_is_taken_off(
    world: World, place_order: PlaceOrder, take_back: TakeBack, customer: Customer
) -> None:
    order = place_order()
    back = take_back(order, 3_000)
    order.refresh_from_db()
    customer.refresh_from_db()
    assert (back.amount, back.base_amount, back.cost) == (36_000, 36_000, 24_000)
    assert (order.returned, order.owed, order.lines.get().returned) == (36_000, 84_000, 3_000)
    assert (customer.order_amount, customer.owed_amount) == (84_000, 84_000)
    figures = query(
        ["sales.units", "sales.margin"],
        period=Period(date(2026, 3, 1), date(2026, 3, 31)),
        visible_to=world.boss,
    )
    assert figures.rows[0].values == {"sales.units": 7_000, "sales.margin": 28_000}
    assert Bought.objects.get().quantity == 7_000
    assert checks.verify() == []


def test_thirds_come_back_to_the_last_fen(
    place_order: PlaceOrder, take_back: TakeBack, thermostat: Product
) -> None:
    order = place_order(lines=[NewLine(3_000, 333_333, thermostat.pk)], discount=1)
    backs = [take_back(order, 1_000) for _one in range(3)]
    order.refresh_from_db()
    assert sum(back.amount for back in backs) == order.amount == order.returned
    assert sum(back.cost for back in backs) == order.cost
    assert order.due == 0
    assert not Bought.objects.exists()


def test_no_more_comes_back_than_was_ordered(place_order: PlaceOrder, take_back: TakeBack) -> None:
    order = place_order()
    take_back(order, 8_000)
    for quantity in (2_001, -1):
        with pytest.raises(Invalid):
            take_back(order, quantity)
    with pytest.raises(Invalid):
        take_back(order, 0)


def test_what_was_paid_has_to_be_paid_back(place_order: PlaceOrder, take_back: TakeBack) -> None:
    order = place_order()
    Order.objects.filter(pk=order.pk).update(paid=120_000)
    take_back(order, 1_000)
    order.refresh_from_db()
    assert order.owed == -12_000


def test_a_return_is_taken_back(
    world: World, place_order: PlaceOrder, take_back: TakeBack, customer: Customer
) -> None:
    order = place_order()
    back = take_back(order, 3_000)
    returning.undo(by=actor(world.zheng), back=back)
    order.refresh_from_db()
    customer.refresh_from_db()
    assert (order.returned, order.lines.get().returned, customer.order_amount) == (0, 0, 120_000)
    assert checks.verify() == []


def test_days_before_the_order_in_the_future_or_closed_are_refused(
    place_order: PlaceOrder, take_back: TakeBack
) -> None:
    order = place_order(signed_on=date(2026, 2, 20))
    for day in (date(2026, 2, 19), TODAY + timedelta(days=1)):
        with pytest.raises(Invalid):
            take_back(order, 1_000, returned_on=day)
    Company.objects.update(settings={"sales.closed_until": "2026-02-28"})
    with pytest.raises(RuleError) as refused:
        take_back(order, 1_000, returned_on=date(2026, 2, 25))
    assert refused.value.code == "closed"
    take_back(order, 1_000)


def test_nobody_takes_back_the_goods_of_others(
    world: World, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    with pytest.raises(NotAllowed):
        take_back(place_order(), 1_000, by=world.li)


def test_an_exchange_makes_a_draft_of_what_goes_out(
    place_order: PlaceOrder, take_back: TakeBack, valve: Product
) -> None:
    order = place_order()
    instead = [NewLine(1_000, 2_000_000, valve.pk)]
    take_back(order, 1_000, kind="exchange", instead=instead)
    follow = Order.objects.get(follows=order)
    assert (follow.state, follow.amount, follow.owner) == ("draft", 20_000, order.owner)


def test_an_exchange_sends_the_same_goods_where_nothing_else_is_said(
    place_order: PlaceOrder, take_back: TakeBack
) -> None:
    order = place_order()
    take_back(order, 2_000, kind="exchange")
    line = Order.objects.get(follows=order).lines.get()
    assert (line.product_id, line.quantity, line.amount) == (
        order.lines.get().product_id,
        2_000,
        24_000,
    )


def test_a_return_that_waits_counts_for_nothing_and_keeps_its_goods(
    world: World, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    ask_for_returns(world)
    order = place_order()
    back = take_back(order, 6_000)
    order.refresh_from_db()
    assert (back.state, order.returned) == ("asked", 0)
    with pytest.raises(Invalid):
        take_back(order, 5_000)
    assert waiting().facts == {"amount": 72_000}
    deciding.approve(by=actor(world.boss), request=waiting())
    order.refresh_from_db()
    assert (order.returned, order.lines.get().returned) == (72_000, 6_000)
    assert checks.verify() == []


def test_a_refused_return_frees_its_goods(
    world: World, place_order: PlaceOrder, take_back: TakeBack, valve: Product
) -> None:
    ask_for_returns(world)
    order = place_order()
    instead = [NewLine(1_000, 2_000_000, valve.pk)]
    back = take_back(order, 6_000, kind="exchange", instead=instead)
    deciding.reject(by=actor(world.boss), request=waiting(), note="已拆封")
    back.refresh_from_db()
    assert back.state == "refused"
    assert not Order.objects.filter(follows=order).exists()
    take_back(order, 10_000)
    deciding.approve(by=actor(world.boss), request=waiting())
    order.refresh_from_db()
    assert order.due == 0
    assert checks.verify() == []
