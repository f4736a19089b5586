"""Drafts, and short ways to sign, change and take back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.sales.conftest import TODAY
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.models import Request
from zhuixiao.catalog.models import Product
from zhuixiao.sales.actions import changing, ordering, returning, signing
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.return_lines import Back, NewReturn
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Order, Return

DraftOrder = Callable[..., Order]
SignOrder = Callable[..., Order]
ChangeOrder = Callable[..., changing.Changed]
TakeBack = Callable[..., Return]


@pytest.fixture
def draft_order(world: World, new_order: NewOrder) -> DraftOrder:
    """Ten thermostats for 迪宏, written by 郑斌, with some values changed."""

    def write(*, by: Employee = world.zheng, lines: Sequence[NewLine] = (), **values: Any) -> Order:
        new = replace(new_order, lines=lines or new_order.lines, **values)
        return ordering.draft(by=actor(by), new=new)

    return write


@pytest.fixture
def sign_order(world: World) -> SignOrder:
    def sign(order: Order, *, by: Employee = world.zheng) -> Order:
        return signing.sign(by=actor(by), order=order)

    return sign


@pytest.fixture
def cheap(thermostat: Product) -> NewLine:
    """Ten thermostats 25 percent below the list price: 900.00."""
    return NewLine(10_000, 1_200_000, thermostat.pk, discount_bp=2_500)


@pytest.fixture
def thin(valve: Product) -> NewLine:
    """A valve at 155.00 that costs 150.00 and whose list price says the same: 3.2 percent."""
    return NewLine(1_000, 1_550_000, valve.pk, list_price=1_550_000)


@pytest.fixture
def change_order(world: World, new_order: NewOrder) -> ChangeOrder:
    """Change a signed order of ten thermostats; its first line stays the same line."""

    def change(
        order: Order, *, by: Employee = world.zheng, reason: str = "客户加单", **values: Any
    ) -> changing.Changed:
        held = order.lines.order_by("position").first()
        assert held is not None
        (line,) = new_order.lines
        values.setdefault("lines", [replace(line, line_id=held.pk)])
        new = replace(new_order, **values)
        return changing.change(by=actor(by), order=order, new=new, reason=reason)

    return change


@pytest.fixture
def take_back(world: World) -> TakeBack:
    def take(order: Order, quantity: int, *, by: Employee = world.zheng, **values: Any) -> Return:
        (line, *_rest) = order.lines.order_by("position")
        values = {"returned_on": TODAY, "reason": "型号不对", **values}
        new = NewReturn([Back(line.pk, quantity)], **values)
        return returning.take_back(by=actor(by), order=order, new=new)

    return take


def waiting() -> Request:
    """The only request that waits."""
    return Request.objects.get(state="running")


def limited(person: Employee, *actions: str) -> Employee:
    """The person, whose role may from now on do no more than this with quotes and orders."""
    role = person.role
    role.grants = {"modules": {"orders": {"scope": "own", "actions": list(actions)}}}
    role.save()
    changed: Employee = Employee.objects.with_access().get(pk=person.pk)
    return changed
