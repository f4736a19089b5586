"""One box over customers, contacts, tasks and action records."""

from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.activities.actions import tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.customers.actions import contacts, creating
from zhuixiao.customers.models import Customer

HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(world: World) -> Customer:
    """A customer of 郑斌 with a contact."""
    new = creating.NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)
    row = creating.create(by=actor(world.zheng), new=new)
    contacts.add(by=actor(world.zheng), customer=row, values={"name": "梁耀安"})
    return row


def test_what_matched_is_marked(world: World, client_of: ClientOf, customer: Customer) -> None:
    answer = client_of(world.zheng).get(reverse("search"), {"q": "迪宏"}, headers=HTMX)
    assert "广州<mark>迪宏</mark>酒店" in answer.content.decode()


def test_another_ones_customer_is_not_found(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    answer = client_of(world.li).get(reverse("search"), {"q": "迪宏"}, headers=HTMX)
    assert "酒店" not in answer.content.decode()


def test_a_task_opens_itself(world: World, client_of: ClientOf) -> None:
    new = NewTask(title="寄检测报告", due_on=date(2026, 3, 3))
    task = tasks.add(by=actor(world.zheng), new=new)
    answer = client_of(world.zheng).get(reverse("search"), {"q": "检测"}, headers=HTMX)
    assert reverse("activities:task", args=[task.pk]) in answer.content.decode()


def test_the_page_without_scripts_shows_the_same(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    page = client_of(world.zheng).get(reverse("search"), {"q": "迪宏", "scope": "customers"})
    assert f"/customers/{customer.pk}/" in page.content.decode()


def test_a_contact_is_found_by_name(world: World, client_of: ClientOf, customer: Customer) -> None:
    answer = client_of(world.zheng).get(reverse("search"), {"q": "梁耀"}, headers=HTMX)
    assert "<mark>梁耀</mark>安" in answer.content.decode()
