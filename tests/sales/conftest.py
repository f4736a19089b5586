"""A customer of 郑斌, three products with costs, and orders made of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import ordering
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Order

AddCustomer = Callable[..., Customer]
PlaceOrder = Callable[..., Order]
# The day of tests.world.NOW in Shanghai.
TODAY = date(2026, 3, 2)


@pytest.fixture
def add_customer(world: World) -> AddCustomer:
    def add(name: str = "广州迪宏", owner: Employee = world.zheng) -> Customer:
        new = creating.NewCustomer({"name": name}, owner=owner)
        return creating.create(by=actor(owner), new=new)

    return add


@pytest.fixture
def customer(add_customer: AddCustomer) -> Customer:
    return add_customer()


@pytest.fixture
def thermostat(world: World) -> Product:
    """温控器: 120.00 each, costs 80.00."""
    return _product(world, "温控器", "TC-100", 12_000, 8_000)


@pytest.fixture
def valve(world: World) -> Product:
    """电动阀: 200.00 each, costs 150.00."""
    return _product(world, "电动阀", "DV-20", 20_000, 15_000)


@pytest.fixture
def screw(world: World) -> Product:
    """螺丝: 0.05 each, costs 0.02."""
    return _product(world, "螺丝", "LS-3", 5, 2)


@pytest.fixture
def ten(thermostat: Product) -> NewLine:
    """Ten thermostats at their list price: 1,200.00, of which 400.00 are margin."""
    return NewLine(quantity=10_000, price=1_200_000, product_id=thermostat.pk, tax_bp=1_300)


@pytest.fixture
def new_order(customer: Customer, ten: NewLine) -> NewOrder:
    return NewOrder(customer_id=customer.pk, lines=[ten], signed_on=TODAY)


@pytest.fixture
def place_order(world: World, new_order: NewOrder) -> PlaceOrder:
    """Ten thermostats for 迪宏, signed today by 郑斌, with some values changed."""

    def place(*, by: Employee = world.zheng, lines: Sequence[NewLine] = (), **values: Any) -> Order:
        new = replace(new_order, lines=lines or new_order.lines, **values)
        return ordering.place(by=actor(by), new=new)

    return place


def _product(world: World, name: str, sku: str, price: int, cost: int) -> Product:
    values = ProductValues(name=name, sku=sku, unit="个", list_price=price, standard_cost=cost)
    return products.add(by=actor(world.boss), values=values)
