"""What happened with a customer, on the customer's own page from the first paint."""

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, role
from zhuixiao.customers.models import Customer

from .conftest import Log

pytestmark = pytest.mark.django_db


def test_page_and_side_panel_come_with_the_first_rows(
    world: World, client_of: ClientOf, log: Log, customer: Customer
) -> None:
    log(subject="回访温控器样品")
    for name in ("customers:detail", "customers:panel"):
        page = client_of(world.zheng).get(reverse(name, args=[customer.pk])).content.decode()
        assert "回访温控器样品" in page, name


def test_the_panel_that_renews_its_head_leaves_the_timeline_to_itself(
    world: World, client_of: ClientOf, log: Log, customer: Customer
) -> None:
    log(description="对方关心供货周期")
    address = reverse("customers:panel", args=[customer.pk])
    page = client_of(world.zheng).get(address, headers={"HX-Trigger": "panel-state"})
    assert "对方关心供货周期" not in page.content.decode()


def test_who_may_not_read_activities_gets_the_page_without_them(
    world: World, client_of: ClientOf, log: Log, customer: Customer
) -> None:
    log(subject="回访温控器样品")
    sales = role("sales")
    sales.grants = {"modules": {"activities": {"scope": "own", "actions": []}}}
    sales.save()
    page = client_of(world.zheng).get(reverse("customers:detail", args=[customer.pk]))
    assert page.status_code == 200
    assert "panel-timeline" not in page.content.decode()
