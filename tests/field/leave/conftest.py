"""Leave of the people of 晨光温控; their days are those of attendance."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.field.actions import leave_requests
from zhuixiao.field.actions.leave_requests import NewLeave
from zhuixiao.field.leave.counting import Span
from zhuixiao.field.models import Leave, LeaveType

Ask = Callable[..., Leave]
# The day of tests.world.NOW in Shanghai, and the Monday after.
MONDAY = date(2026, 3, 2)
NEXT = date(2026, 3, 9)


@pytest.fixture
def world(world: World) -> World:
    """As long with the company that March counts."""
    came = NOW - timedelta(days=365)
    Employee.objects.update(created_at=came)
    for person in world.everyone:
        person.created_at = came
    return world


def kind(name: str) -> LeaveType:
    return LeaveType.objects.get(name=name)


@pytest.fixture
def ask(world: World) -> Ask:
    """郑斌 asks for the next Monday to Wednesday, with some values changed."""

    def do(
        start: date = NEXT,
        end: date | None = None,
        *,
        name: str = "事假",
        by: Employee = world.zheng,
        halves: tuple[bool, bool] = (False, False),
        **more: Any,
    ) -> Leave:
        client_id = more.pop("client_id", None) or uuid.uuid4()
        span = Span(start, end or start + timedelta(days=2), *halves)
        values = {"reason": "家里有事", **more}
        new = NewLeave(type_id=kind(name).pk, span=span, **values)
        return leave_requests.ask(by=actor(by), client_id=client_id, new=new)

    return do
