"""Three sales of 郑斌 and one of 李慧, of two products, and a table of them that the boss made."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from tests.sales.conftest import (
    AddCustomer,
    PlaceOrder,
    add_customer,
    customer,
    new_order,
    place_order,
    ten,
    thermostat,
    valve,
)
from tests.world import NOW, World, actor
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.analytics.actions import saving
from zhuixiao.analytics.definition import Definition
from zhuixiao.analytics.models import SummaryTable
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product
from zhuixiao.sales.actions.lines import NewLine

__all__ = ["add_customer", "customer", "new_order", "place_order", "ten", "thermostat", "valve"]

Compose = Callable[..., SummaryTable]
SOLD = Definition(metrics=["orders.amount", "orders.placed"], rows=["employee"])


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    """Pages and jobs tell of the month in which the cast works."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def sold(world: World, place_order: PlaceOrder, add_customer: AddCustomer, valve: Product) -> None:
    """郑斌: 1,200.00 twice and 200.00; 李慧: 1,200.00, after a call."""
    place_order()
    place_order()
    place_order(lines=[NewLine(quantity=1_000, price=2_000_000, product_id=valve.pk)])
    other = add_customer("上海远舟", world.li)
    place_order(by=world.li, customer_id=other.pk)
    call = Option.objects.of(PickList.ACTIVITY_TYPE).get(key="phone_visit").pk
    called = NewActivity(customer_id=other.pk, subject="回访", type_id=call)
    recording.log(by=actor(world.li), new=called)


@pytest.fixture
def compose(world: World) -> Compose:
    """A table of the boss, with some of its values changed."""

    def make(name: str = "各人业绩", **values: Any) -> SummaryTable:
        asked = Definition(**{**vars(SOLD), **values})
        return saving.create(by=actor(world.boss), name=name, asked=asked)

    return make
