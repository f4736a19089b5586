"""Collaborators over the API: let in, seen, let out."""

import pytest

from tests.world import World, actor, as_dealer
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Collaborator, Customer

from .conftest import ApiOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(world: World) -> Customer:
    new = creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng), new=new)


def test_a_program_lets_somebody_in_and_out(
    world: World, api_of: ApiOf, customer: Customer
) -> None:
    zheng, li = api_of(world.zheng), api_of(world.li)
    address = f"/customers/{customer.pk}/collaborators"
    assert li("GET", address).status_code == 404
    answer = zheng("POST", address, {"employee_id": world.li.pk, "right": "read"}).json()
    assert li("GET", address).json() == [answer]
    refused = li("PATCH", f"/customers/{customer.pk}", {"values": {"note": "x"}})
    assert refused.status_code == 403
    attached = li("POST", f"/customers/{customer.pk}/files", {"file_ids": []})
    assert attached.status_code == 403
    assert zheng("DELETE", f"/collaborators/{answer['id']}").status_code == 204
    assert li("GET", address).status_code == 404


def test_the_last_owner_stays_when_the_program_says_so(
    world: World, api_of: ApiOf, customer: Customer
) -> None:
    body = {"customer_ids": [customer.pk], "owner_id": world.li.pk, "former": "work"}
    assert api_of(world.boss)("POST", "/customers/assignments", body).json()["count"] == 1
    assert Collaborator.objects.get().employee == world.zheng


def test_a_dealer_s_person_lets_nobody_of_the_company_in(world: World, api_of: ApiOf) -> None:
    dealer = as_dealer(world)
    new = creating.NewCustomer({"name": "深圳恒达"}, owner=dealer)
    address = f"/customers/{creating.create(by=actor(dealer), new=new).pk}/collaborators"
    answer = api_of(dealer)("POST", address, {"employee_id": world.li.pk, "right": "read"})
    assert (answer.status_code, answer.json()["field"]) == (422, "employee_id")
