from datetime import date

import pytest

from tests.sales.conftest import TODAY, PlaceOrder
from tests.world import World, role
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.choices import OrderState
from zhuixiao.sales.models import Bought, Order

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def test_a_signed_order_counts_with_its_margin(
    world: World, place_order: PlaceOrder, thermostat: Product
) -> None:
    order = place_order()
    assert order.state == OrderState.SIGNED
    assert (order.amount, order.tax, order.cost) == (120_000, 13_805, 80_000)
    figures = query(
        ["sales.units", "sales.amount", "sales.margin", "sales.margin_rate"],
        period=MARCH,
        by=[Dimension.PRODUCT],
        visible_to=world.boss,
    )
    (row,) = figures.rows
    assert row.key == (thermostat.pk,)
    assert row.values == {
        "sales.units": 10_000,
        "sales.amount": 120_000,
        "sales.margin": 40_000,
        "sales.margin_rate": 3_333,
    }
    assert checks.verify() == []


def test_the_customer_is_won_by_its_first_order(
    place_order: PlaceOrder, customer: Customer
) -> None:
    place_order()
    customer.refresh_from_db()
    assert customer.is_won
    assert customer.contacts_to_win == 0
    assert (customer.order_count, customer.order_amount, customer.owed_amount) == (
        1,
        120_000,
        120_000,
    )
    assert customer.last_order_on == TODAY


def test_what_was_bought_stands_by_customer_and_product(
    place_order: PlaceOrder, customer: Customer, valve: Product
) -> None:
    place_order()
    place_order(lines=[NewLine(quantity=2_000, price=2_000_000, product_id=valve.pk)])
    bought = Bought.objects.filter(customer=customer).order_by("product")
    assert [(row.quantity, row.amount) for row in bought] == [(10_000, 120_000), (2_000, 40_000)]


def test_a_closed_month_takes_no_order(world: World, place_order: PlaceOrder) -> None:
    company = Company.objects.get()
    company.settings["sales.closed_until"] = "2026-03-02"
    company.save()
    with pytest.raises(RuleError) as refused:
        place_order()
    assert refused.value.code == "closed"
    assert not Order.objects.exists()


def test_absurd_lines_are_refused_one_by_one(place_order: PlaceOrder, thermostat: Product) -> None:
    lines = [
        NewLine(quantity=0, price=1, product_id=thermostat.pk),
        NewLine(quantity=1_000, price=-1, product_id=thermostat.pk),
        NewLine(quantity=1_000, price=1),
    ]
    with pytest.raises(Invalid) as refused:
        place_order(lines=lines)
    assert set(refused.value.errors) == {"lines.0.quantity", "lines.1.price", "lines.2.product"}


def test_a_foreign_order_counts_at_the_rate_of_its_day(place_order: PlaceOrder) -> None:
    order = place_order(currency="usd", rate_e6=7_123_400)
    assert (order.currency, order.amount, order.base_amount) == ("USD", 120_000, 854_808)


def test_nobody_sells_to_a_customer_of_others(world: World, place_order: PlaceOrder) -> None:
    with pytest.raises(Invalid):
        place_order(by=world.li)
    Employee.objects.filter(pk=world.zheng.pk).update(role=role("service"))
    with pytest.raises(NotAllowed):
        place_order(by=Employee.objects.with_access().get(pk=world.zheng.pk))
