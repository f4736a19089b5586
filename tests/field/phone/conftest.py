"""A phone of 郑斌: a customer to write about, and items as the page sends them."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World, actor
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer

OUTBOX, STATE = "/field/m/outbox", "/field/m/state"
SESSION = "/field/m/session"
SEVERAL = "/field/m/outbox/several"
Send = Callable[..., Any]


@pytest.fixture
def customer(world: World) -> Customer:
    new = creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng), new=new)


@pytest.fixture
def call(customer: Customer) -> dict[str, Any]:
    """The values of a phone call with the customer."""
    kind = Option.objects.get(pick_list=PickList.ACTIVITY_TYPE, key="phone_visit")
    return {"customer_id": customer.pk, "type_id": kind.pk, "subject": "回访样品"}


def fields(
    kind: str,
    values: object,
    *,
    client_id: uuid.UUID | str | None = None,
    at: datetime | None = None,
    sent_at: datetime | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An item as the phone's page sends it, done a minute before it is sent."""
    sent = sent_at or timezone.now()
    return {
        "kind": kind,
        "client_id": str(client_id or uuid.uuid4()),
        "claimed_at": (at or sent - timedelta(minutes=1)).isoformat(),
        "sent_at": sent.isoformat(),
        "values": values if isinstance(values, str) else json.dumps(values),
        **more,
    }


def send(client: Client, kind: str, values: object, **more: Any) -> Any:
    """POST one item."""
    return client.post(OUTBOX, fields(kind, values, **more))


def send_together(client: Client, *items: dict[str, Any]) -> Any:
    """POST several items, made by `fields`, in one request."""
    headers = {"Accept": "application/json"}
    return client.post(SEVERAL, list(items), content_type="application/json", headers=headers)
