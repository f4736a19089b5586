"""A customer of 郑斌 and the deck's activity types."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Activity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.catalog.seeds import options
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Contact, Customer

Log = Callable[..., Activity]
AddCustomer = Callable[..., Customer]


@pytest.fixture
def types(world: World) -> dict[str, Option]:
    """The activity types by their keys."""
    if not Option.objects.exists():
        Option.objects.bulk_create(options.build())
    return {row.key: row for row in Option.objects.of(PickList.ACTIVITY_TYPE)}


@pytest.fixture
def add_customer(world: World, types: dict[str, Option]) -> AddCustomer:
    def add(name: str = "广州迪宏梁耀安", owner: Employee = world.zheng) -> Customer:
        new = creating.NewCustomer({"name": name}, owner=owner)
        return creating.create(by=actor(owner), new=new)

    return add


@pytest.fixture
def customer(add_customer: AddCustomer) -> Customer:
    return add_customer()


@pytest.fixture
def contact(customer: Customer) -> Contact:
    return Contact.objects.create(customer=customer, name="梁耀安", created_at=customer.created_at)


@pytest.fixture
def call(customer: Customer, types: dict[str, Option]) -> NewActivity:
    """A phone call to the customer, as the form gives it."""
    return NewActivity(
        customer_id=customer.pk, subject="回访温控器样品", type_id=types["phone_visit"].pk
    )


@pytest.fixture
def log(world: World, call: NewActivity) -> Log:
    """Log the call by somebody at an instant, with some values changed.

    `happened` is when it took place, if not at once.
    """

    def log(
        by: Employee = world.zheng,
        *,
        at: datetime = NOW,
        happened: datetime | None = None,
        **values: Any,
    ) -> Activity:
        new = replace(call, at=happened, **values)
        return recording.log(by=actor(by, at=at), new=new)

    return log
