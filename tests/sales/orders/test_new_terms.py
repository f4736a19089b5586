"""A change of a signed order is asked about and told by what it would be, not by what it was."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.sales.conftest import PlaceOrder
from tests.sales.opportunities import take_up
from tests.sales.orders.conftest import ChangeOrder, waiting
from tests.sales.orders.test_changing import kept
from tests.world import World, actor
from zhuixiao.approvals.actions import flows
from zhuixiao.approvals.models import Flow
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import signing
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.approved import _order_lines
from zhuixiao.sales.queries import order_versions


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def boss_decides(world: World, *types: Option) -> None:
    """All orders, or those of some types, and nothing else is asked."""
    Flow.objects.all().delete()
    boss = {"who": "role", "ids": [world.boss.role_id], "mode": "any"}
    conditions = {"kinds": [str(row.pk) for row in types]}
    draft = flows.Draft("合同", signing.SUBJECT, [boss], conditions)
    flows.save(by=actor(world.boss), flow=None, draft=draft)


@pytest.fixture
def types(world: World) -> list[Option]:
    """Two types of orders; of the second one the boss decides each."""
    rows = list(Option.objects.of(PickList.ORDER_TYPE).in_use()[:2])
    boss_decides(world, rows[1])
    return rows


def test_a_change_to_a_type_of_which_somebody_decides_is_asked(
    place_order: PlaceOrder, change_order: ChangeOrder, types: list[Option]
) -> None:
    free, decided = types
    order = place_order(type_id=free.pk)
    assert change_order(order, type_id=decided.pk).request is not None


def test_a_change_away_from_such_a_type_is_not(
    place_order: PlaceOrder, change_order: ChangeOrder, types: list[Option]
) -> None:
    free, decided = types
    order = place_order(type_id=decided.pk)
    assert change_order(order, type_id=free.pk, discount=1).request is None


def test_who_decides_reads_the_lines_and_the_money_that_are_proposed(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder, valve: Product
) -> None:
    boss_decides(world)
    order = place_order()
    lines = [kept(order, quantity=5_000, discount_bp=3_000), NewLine(1_000, 2_000_000, valve.pk)]
    change_order(order, lines=lines, currency="USD", rate_e6=7_000_000)
    request = waiting()
    told = dict(_order_lines(request.payload, world.boss))
    assert told["温控器"] == "5 个 · 420.00 USD"
    assert told["电动阀"] == "1 个 · 200.00 USD"
    assert told["Amount"] == "620.00 USD"
    assert told["Amount until now"] == "1,200.00 CNY"
    assert (request.params["amount"], request.params["currency"]) == ("620.00", "USD")


def test_a_signed_order_is_hung_on_another_opportunity(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder, customer: Customer
) -> None:
    first, second = take_up(world, customer), take_up(world, customer, name="二期")
    order = place_order(opportunity_id=first.pk)
    change_order(order, opportunity_id=second.pk)
    order.refresh_from_db()
    assert order.opportunity == second
    (shown,) = order_versions.versions_of(order)
    assert [(row.before, row.after) for row in shown.differences] == [("空调改造", "二期")]


def test_versions_are_named_in_a_fixed_number_of_statements(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder, customer: Customer,
    django_assert_num_queries: object,
) -> None:  # fmt: skip
    order = place_order()
    for name in ("一期", "二期", "三期", "四期"):
        change_order(order, opportunity_id=take_up(world, customer, name=name).pk)
    order.refresh_from_db()
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(order_versions.versions_of(order)) == 4
