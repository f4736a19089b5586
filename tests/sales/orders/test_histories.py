"""Whatever happens to an order, its sums are those of its lines and the ledger agrees."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sales.conftest import TODAY
from tests.world import World, actor
from zhuixiao.approvals.models import Flow
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks
from zhuixiao.sales.actions import changing, ending, ordering, returning
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.return_lines import Back, NewReturn
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Order, Return

QUANTITIES = st.integers(1, 9_999)
PRICES = st.integers(0, 99_999_999)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("return"), st.integers(0, 2), QUANTITIES),
        st.tuples(st.just("undo"), st.integers(0, 3), st.none()),
        st.tuples(st.just("change"), st.integers(0, 2), st.tuples(QUANTITIES, PRICES)),
        st.tuples(st.just("add"), QUANTITIES, PRICES),
        st.tuples(st.just("drop"), st.integers(0, 2), st.none()),
        st.tuples(st.just("discount"), st.integers(0, 50_000), st.none()),
        st.tuples(st.just("void"), st.none(), st.none()),
    ),
    max_size=8,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    lines=st.lists(st.tuples(QUANTITIES, PRICES), min_size=1, max_size=3),
    steps=STEPS,
    rate=st.sampled_from([0, 7_123_456, 3]),
)
def test_any_history_keeps_the_sums_of_an_order(
    world: World,
    customer: Customer,
    thermostat: Product,
    lines: list[tuple[int, int]],
    steps: list[tuple[str, object, object]],
    rate: int,
) -> None:
    with transaction.atomic():
        Flow.objects.update(is_enabled=False)
        money = {"currency": "USD", "rate_e6": rate} if rate else {}
        typed = [NewLine(quantity, price, thermostat.pk) for quantity, price in lines]
        new = NewOrder(customer.pk, typed, TODAY - timedelta(days=3), **money)  # type: ignore[arg-type]
        order = ordering.place(by=actor(world.boss), new=new)
        for step in steps:
            try:
                with transaction.atomic():
                    take(world, order, new, *step)
            except RuleError:
                continue
            check(order)
        assert checks.verify() == []
        transaction.set_rollback(True)


def take(world: World, order: Order, new: NewOrder, what: str, one: object, two: object) -> None:
    """One step of a history; a rule may refuse it."""
    by = actor(world.boss)
    rows = list(order.lines.order_by("position"))
    held = [NewLine(row.quantity, row.price, row.product_id, line_id=row.pk) for row in rows]
    discount = Order.objects.get(pk=order.pk).discount
    place = one if isinstance(one, int) and one < len(rows) else 0
    match what, two:
        case "return", int(quantity):
            back = NewReturn([Back(rows[place].pk, quantity)], TODAY, "退")
            returning.take_back(by=by, order=order, new=back)
            return
        case "undo", _:
            for row in Return.objects.filter(order=order, deleted_at=None)[:1]:
                returning.undo(by=by, back=row)
            return
        case "void", _:
            ending.void(by=by, order=order, reason="写错")
            return
        case "change", (int(quantity), int(price)):
            held[place] = replace(held[place], quantity=quantity, price=price)
        case "add", int(price) if isinstance(one, int):
            held.append(NewLine(one, price, name="安装"))
        case "drop", _:
            del held[place]
        case "discount", _ if isinstance(one, int):
            discount = one
    changed = replace(new, lines=held, discount=discount)
    changing.change(by=by, order=order, new=changed, reason="变更")


def check(order: Order) -> None:
    """The order against its lines and returns."""
    held = Order.objects.get(pk=order.pk)
    rows = list(held.lines.all())
    backs = [row for row in Return.objects.filter(order=held) if row.counts]
    assert held.amount == sum(row.amount for row in rows)
    assert held.base_amount == sum(row.base_amount for row in rows)
    assert held.cost == sum(row.cost for row in rows)
    assert held.returned == sum(back.amount for back in backs) <= held.amount
    assert held.owed == held.amount - held.returned - held.paid
    for row in rows:
        parts = row.returns.filter(back__in=backs)
        assert row.returned == sum(part.quantity for part in parts) <= row.quantity
        assert sum(part.amount for part in parts) <= row.amount
        assert sum(part.base_amount for part in parts) <= row.base_amount
        assert sum(part.cost for part in parts) <= row.cost
