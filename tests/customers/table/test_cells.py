"""Changing a cell in place, two people at once, and looking at a masked number."""

import uuid
from typing import Any

import pytest
from django.test import Client

from tests.conftest import ClientOf
from tests.world import World, actor, as_dealer
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating, editing, revealing
from zhuixiao.customers.models import Customer, CustomField


@pytest.fixture
def customer(world: World) -> Customer:
    new = creating.NewCustomer({"name": "广州迪宏", "phone": "13800138000"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng), new=new)


def send(client: Client, customer: Customer, field: str, value: Any, **more: Any) -> Any:
    return client.post(
        f"/customers/{customer.pk}/cell/?cols=name,stage,owner",
        {"field": field, "value": value, **more},
        headers={"accept": "application/json"},
    )


def test_a_cell_takes_its_new_value_and_answers_the_fresh_row(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    stage = Option.objects.of(PickList.STAGE).last()
    assert stage

    answer = send(client_of(world.zheng), customer, "stage", stage.pk, version=customer.version)

    pk, version, name, stage_id, _owner = answer.json()["rows"][0]
    assert (pk, version, name, stage_id) == (customer.pk, 2, "广州迪宏", stage.pk)
    assert answer.json()["labels"]["stage"][str(stage.pk)][0] == stage.name
    assert AuditEntry.objects.filter(kind="customer", action="edit").count() == 1


def test_values_are_read_by_the_kind_of_their_field(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    money = CustomField.objects.create(label="年采购额", kind="money")
    day = CustomField.objects.create(label="开业", kind="date")
    client = client_of(world.zheng)

    assert send(client, customer, money.key, "１,234.50").status_code == 200
    assert send(client, customer, day.key, "2026-05-01").status_code == 200
    assert send(client, customer, money.key, "a lot").status_code == 422
    assert send(client, customer, day.key, "soon").status_code == 422

    customer.refresh_from_db()
    assert customer.extra == {money.key: 123_450, day.key: "2026-05-01"}


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("name", "", 422),
        ("name", "x" * 121, 422),
        ("stage", "999999", 422),
        ("stage", "x", 422),
        ("contact_count", "7", 422),
        ("owner_id", "1", 404),
        ("extra", "{}", 404),
        ("deleted_at", "", 404),
        ("cf_99", "1", 404),
        ("owner", "1", 403),
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(
    world: World, customer: Customer, client_of: ClientOf, field: str, value: str, status: int
) -> None:
    answer = send(client_of(world.zheng), customer, field, value)

    assert answer.status_code == status
    assert Customer.objects.get(pk=customer.pk).version == 1


def test_a_customer_out_of_sight_cannot_be_touched(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    client = client_of(world.li)

    assert send(client, customer, "name", "x").status_code == 404
    assert client.post(f"/customers/{customer.pk}/reveal/").status_code == 404


def test_the_second_of_two_edits_gets_before_mine_and_theirs(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    editing.edit(by=actor(world.manager), customer=customer, values={"name": "广州迪宏集团"})

    answer = send(client_of(world.zheng), customer, "name", "广州迪宏科技", version=1)

    assert answer.status_code == 409
    body = answer.json()
    sides = (body["base"], body["mine"], body["theirs"])
    assert sides == ("广州迪宏", "广州迪宏科技", "广州迪宏集团")
    assert body["version"] == 2
    assert body["rows"][0][2] == "广州迪宏集团"
    again = send(client_of(world.zheng), customer, "name", "广州迪宏科技", version=body["version"])
    assert again.status_code == 200


def test_the_same_request_twice_changes_once(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    key = str(uuid.uuid4())

    first = send(client, customer, "name", "迪宏", version=1, request_id=key)
    second = send(client, customer, "name", "迪宏", version=1, request_id=key)

    assert first.json() == second.json()
    assert Customer.objects.get(pk=customer.pk).version == 2


def test_an_owner_is_given_by_whoever_may_assign(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    answer = send(client_of(world.manager), customer, "owner", world.chen.pk)

    assert answer.json()["rows"][0][4] == world.chen.pk
    assert customer.owner_spans.count() == 2


def test_a_reveal_shows_the_number_and_is_written_down(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    answer = client_of(world.zheng).post(f"/customers/{customer.pk}/reveal/")

    assert answer.json() == {"value": "13800138000", "dial": ["13800138000"]}
    entry = AuditEntry.objects.get(action="reveal")
    assert (entry.employee, entry.record_id) == (world.zheng, customer.pk)
    assert "13800138000" not in str(entry.changes) + entry.label


def test_who_sees_numbers_masked_cannot_reveal_them(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    answer = client_of(world.finance).post(f"/customers/{customer.pk}/reveal/")

    assert answer.status_code == 403
    assert not AuditEntry.objects.filter(action="reveal").exists()


def test_a_person_reveals_so_many_numbers_an_hour(
    world: World, customer: Customer, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revealing, "PER_HOUR", 2)
    client = client_of(world.zheng)

    codes = [client.post(f"/customers/{customer.pk}/reveal/").status_code for _ in range(3)]

    assert codes == [200, 200, 429]
    assert client_of(world.boss).post(f"/customers/{customer.pk}/reveal/").status_code == 200


def test_only_phones_can_be_revealed(world: World, customer: Customer, client_of: ClientOf) -> None:
    answer = client_of(world.boss).post(f"/customers/{customer.pk}/reveal/", {"field": "name"})

    assert answer.status_code == 404


def test_a_dealer_s_manager_gives_a_cell_s_customer_to_the_dealer_s_people_alone(
    world: World, client_of: ClientOf
) -> None:
    dealer = as_dealer(world, "manager")
    new = creating.NewCustomer({"name": "深圳恒达"}, owner=dealer)
    row = creating.create(by=actor(dealer), new=new)
    client = client_of(dealer)
    assert send(client, row, "owner", world.zheng.pk).status_code == 422
    for field in ("owner", "department"):
        offered = client.get("/customers/choices/", {"field": field}).json()["choices"]
        assert [one[1] for one in offered if one[0] != "me"] in (["苏细莲"], ["深圳办事处"])
