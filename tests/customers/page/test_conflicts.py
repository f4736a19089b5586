"""Two people change the same fields of a customer or a contact: the second one chooses."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.actions import api_tokens
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import contacts, creating, editing
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.models import Contact, Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(world: World) -> Customer:
    return creating.create(
        by=actor(world.zheng), new=NewCustomer({"name": "广州迪宏酒店"}, world.zheng)
    )


@pytest.fixture
def liang(world: World, hotel: Customer) -> Contact:
    values = {"name": "梁耀安", "title": "采购", "phone": "13900139000"}
    return contacts.add(by=actor(world.zheng), customer=hotel, values=values)


def _form(contact: Contact) -> dict[str, object]:
    return {
        "name": contact.name,
        "title": contact.title,
        "phone": contact.phone,
        "version": contact.version,
    }


def test_a_conflict_of_a_contact_shows_what_was_mine_and_theirs(
    world: World, client_of: ClientOf, liang: Contact
) -> None:
    first, second = Option.objects.of(PickList.DECISION_ROLE)[:2]
    contacts.change(
        by=actor(world.zheng),
        contact=liang,
        values={"title": "采购经理", "decision_role": first.pk},
    )
    answer = client_of(world.manager).post(
        reverse("customers:contact", args=[liang.pk]),
        _form(liang) | {"title": "总监", "decision_role": second.pk},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    said = ["采购经理", "总监", "采购", escape(first.name), escape(second.name)]
    for word in [*said, 'name="choice-decision_role"']:
        assert word in page
    liang.refresh_from_db()
    assert liang.title == "采购经理"


def test_the_choice_keeps_each_side_and_what_only_one_of_them_changed(
    world: World, client_of: ClientOf, liang: Contact
) -> None:
    theirs = {"title": "采购经理", "phone": "13700137000", "wechat": "liang-1"}
    contacts.change(by=actor(world.zheng), contact=liang, values=theirs)
    answer = client_of(world.manager).post(
        reverse("customers:contact", args=[liang.pk]),
        _form(liang)
        | {"title": "总监", "phone": "13600136000", "note": "mine alone"}
        | {"keep_version": "2", "choice-title": "mine", "choice-phone": "theirs"},
    )
    assert answer.status_code == 303
    liang.refresh_from_db()
    assert (liang.title, liang.phone) == ("总监", "13700137000")
    assert (liang.wechat, liang.note) == ("liang-1", "mine alone")


def test_a_choice_made_of_what_is_old_by_now_is_asked_again(
    world: World, client_of: ClientOf, liang: Contact
) -> None:
    contacts.change(by=actor(world.zheng), contact=liang, values={"title": "采购经理"})
    contacts.change(by=actor(world.zheng), contact=liang, values={"title": "采购总监"})
    answer = client_of(world.manager).post(
        reverse("customers:contact", args=[liang.pk]),
        _form(liang) | {"title": "总监", "keep_version": "2", "choice-title": "mine"},
    )
    assert answer.status_code == 409
    assert "采购总监" in answer.content.decode()


def test_the_api_names_the_fields_of_a_contact(world: World, liang: Contact) -> None:
    first, second = Option.objects.of(PickList.DECISION_ROLE)[:2]
    contacts.change(by=actor(world.zheng), contact=liang, values={"decision_role": first.pk})
    _token, secret = api_tokens.create(
        by=actor(world.manager),
        name="test",
        scopes=["customers.view", "customers.edit"],
        expires_at=None,
    )
    answer = Client(headers={"Authorization": f"Bearer {secret}"}).patch(
        f"/api/v1/contacts/{liang.pk}",
        {"values": {"decision_role": second.pk}, "version": 1},
        content_type="application/json",
    )
    assert answer.status_code == 409
    assert answer.json()["fields"] == {
        "decision_role": {"base": None, "mine": second.pk, "theirs": first.pk}
    }


def test_a_conflict_of_a_customer_is_in_words_and_the_choice_is_kept(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    first, second = Option.objects.of(PickList.IMPORTANCE)[:2]
    form = {"name": hotel.name, "kind": "company", "version": hotel.version}
    values = {"importance": first.pk, "address": "theirs", "website": "theirs.example"}
    editing.edit(by=actor(world.zheng), customer=hotel, values=values)
    mine = form | {"importance": second.pk, "address": "mine", "note": "mine alone"}
    client, address = client_of(world.manager), reverse("customers:edit", args=[hotel.pk])
    answer = client.post(address, mine)
    assert answer.status_code == 409
    for word in (first.name, second.name, "mine alone"):
        assert word in answer.content.decode()
    choice = {"keep_version": "2", "choice-importance": "theirs", "choice-address": "mine"}
    assert client.post(address, mine | choice).status_code == 303
    hotel.refresh_from_db()
    assert (hotel.importance, hotel.address) == (first, "mine")
    assert (hotel.website, hotel.note) == ("theirs.example", "mine alone")


def test_a_refused_form_keeps_the_version_that_was_seen(
    world: World, client_of: ClientOf, liang: Contact
) -> None:
    contacts.change(by=actor(world.zheng), contact=liang, values={"title": "采购经理"})
    address = reverse("customers:contact", args=[liang.pk])
    answer = client_of(world.manager).post(address, _form(liang) | {"name": ""})
    assert answer.status_code == 422
    assert '<input type="hidden" name="version" value="1">' in answer.content.decode()
