"""Opportunities of the cast's customer, for the tests of this folder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import opportunities, opportunity_moving
from zhuixiao.sales.actions.opportunity_moving import Entry
from zhuixiao.sales.actions.opportunity_values import NewOpportunity
from zhuixiao.sales.models import Opportunity

TakeUp = Callable[..., Opportunity]


def stage(key: str) -> Option:
    """A built-in stage of opportunities."""
    return Option.objects.of(PickList.OPPORTUNITY_STAGE).get(key=key)


def loss_reason() -> Option:
    return Option.objects.of(PickList.LOSS_REASON)[0]


def take_up(
    world: World,
    customer: Customer,
    *,
    by: Employee | None = None,
    at: datetime = NOW,
    **values: Any,
) -> Opportunity:
    """空调改造 of 50,000.00, taken up by 郑斌."""
    new = replace(NewOpportunity("空调改造", customer.pk, amount=5_000_000), **values)
    return opportunities.add(by=actor(by or world.zheng, at=at), new=new)


def move(
    row: Opportunity,
    key: str,
    by: Employee,
    *,
    at: datetime = NOW + timedelta(hours=1),
    **values: Any,
) -> Opportunity:
    entry = Entry(stage(key).pk, **values)
    return opportunity_moving.move(by=actor(by, at=at), opportunity=row, entry=entry)
