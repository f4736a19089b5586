"""One customer's page, its form, contacts, duplicates, trash."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.models import Contact, Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(world: World) -> Customer:
    """广州迪宏酒店, 郑斌's customer."""
    return creating.create(
        by=actor(world.zheng),
        new=NewCustomer(
            {"name": "广州迪宏酒店管理有限公司", "phone": "13800138000"},
            world.zheng,
            [{"name": "梁耀安", "phone": "13900139000"}],
        ),
    )


def test_whoever_sees_the_customer_sees_page_and_panel(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    for name in ("customers:detail", "customers:panel"):
        address = reverse(name, args=[hotel.pk])
        for person, status in (
            (world.zheng, 200),
            (world.manager, 200),
            (world.boss, 200),
            (world.chen, 404),
            (world.li, 404),
        ):
            assert client_of(person).get(address).status_code == status, (name, person.name)


def test_a_masked_role_reads_no_phone(world: World, client_of: ClientOf, hotel: Customer) -> None:
    text = client_of(world.finance).get(reverse("customers:detail", args=[hotel.pk])).content
    assert b"138****8000" in text
    assert b"13800138000" not in text
    assert b"13900139000" not in text


def test_a_new_customer_comes_from_the_form(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.zheng).post(
        reverse("customers:new"),
        {"name": "佛山恒达机电", "kind": "company", "phone": "0757-88157777"},
    )
    customer = Customer.objects.get(name="佛山恒达机电")
    assert answer.headers["Location"] == reverse("customers:detail", args=[customer.pk])
    assert customer.owner == world.zheng


def test_a_new_customer_begins_in_the_first_stage(world: World, client_of: ClientOf) -> None:
    form = client_of(world.zheng).get(reverse("customers:new")).content.decode()
    first = Option.objects.of(PickList.STAGE).get(key="new")
    assert f'<option value="{first.pk}" selected>' in form


def test_a_form_without_a_name_keeps_what_was_typed(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.zheng).post(reverse("customers:new"), {"note": "typed text"})
    assert answer.status_code == 422
    assert "typed text" in answer.content.decode()
    assert not Customer.objects.exists()


def test_an_edit_keeps_what_another_changed_beside_it(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    address = reverse("customers:edit", args=[hotel.pk])
    form = {"name": hotel.name, "kind": "company", "phone": hotel.phone, "version": hotel.version}
    client_of(world.zheng).post(address, {**form, "note": "by the owner"})
    answer = client_of(world.manager).post(address, {**form, "address": "by the manager"})
    assert answer.status_code == 303
    hotel.refresh_from_db()
    assert (hotel.note, hotel.address) == ("by the owner", "by the manager")


def test_two_edits_of_one_field_show_both(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    address = reverse("customers:edit", args=[hotel.pk])
    form = {"name": hotel.name, "kind": "company", "phone": hotel.phone, "version": hotel.version}
    client_of(world.zheng).post(address, {**form, "note": "theirs"})
    answer = client_of(world.manager).post(address, {**form, "note": "mine"})
    assert answer.status_code == 409
    assert "theirs" in answer.content.decode()
    assert "mine" in answer.content.decode()


def test_a_likely_duplicate_is_shown_and_out_of_scope_only_its_owner(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    address = reverse("customers:same")
    asked = {"name": "广州迪宏酒店管理有限责任公司"}
    own = client_of(world.zheng).get(address, asked).content.decode()
    strange = client_of(world.li).get(address, asked).content.decode()
    assert hotel.name in own
    assert hotel.name not in strange
    assert world.zheng.name in strange
    assert client_of(world.li).get(address, {"phone": "139 0013 9000"}).content.strip()
    assert not client_of(world.li).get(address, {"name": "完全不同"}).content.strip()


def test_a_contact_is_added_changed_and_removed(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    client = client_of(world.zheng)
    client.post(reverse("customers:contact-new", args=[hotel.pk]), {"name": "邹工"})
    contact = Contact.objects.get(name="邹工")
    address = reverse("customers:contact", args=[contact.pk])
    client.post(address, {"name": "邹工", "phone": "13700137000", "version": contact.version})
    contact.refresh_from_db()
    assert contact.phone == "13700137000"
    assert contact.numbers.get().number == "13700137000"
    client.post(reverse("customers:contact-removal", args=[contact.pk]))
    contact.refresh_from_db()
    assert contact.deleted_at is not None


def test_a_lunar_birthday_is_shown_as_it_was_given_and_when_it_is_next(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    client = client_of(world.zheng)
    born = {"birthday_calendar": "lunar", "birthday_month": "8", "birthday_day": "15"}
    client.post(reverse("customers:contact-new", args=[hotel.pk]), {"name": "邹工", **born})
    page = client.get(reverse("customers:detail", args=[hotel.pk])).content.decode()
    assert "农历08-15" in page
    assert reverse("customers:contact-card", args=[Contact.objects.get(name="邹工").pk]) in page


def test_what_is_logged_shows_in_head_and_facts_at_once(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    """The page asks for its own head and facts again; a test in Chromium sees them change."""
    for name in ("customers:detail", "customers:panel"):
        page = client_of(world.zheng).get(reverse(name, args=[hotel.pk])).content.decode()
        assert 'hx-trigger="customerChanged from:body' in page


def test_only_who_may_assign_is_offered_it(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    address = reverse("customers:detail", args=[hotel.pk])
    assert "assign" in client_of(world.manager).get(address).content.decode()
    assert "assign" not in client_of(world.zheng).get(address).content.decode()


def test_a_contact_of_a_strange_customer_does_not_exist(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    contact = hotel.contacts.get()
    client = client_of(world.li)
    assert client.get(reverse("customers:contact", args=[contact.pk])).status_code == 404
    assert client.post(reverse("customers:contact-removal", args=[contact.pk])).status_code == 404


def test_a_deleted_customer_waits_in_the_trash_and_comes_back(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    client = client_of(world.manager)
    client.post(reverse("customers:delete", args=[hotel.pk]))
    undo = reverse("customers:restore", args=[hotel.pk])
    assert f'data-toast-undo="{undo}"' in client.get(reverse("customers:table")).content.decode()
    assert client.get(reverse("customers:detail", args=[hotel.pk])).status_code == 404
    assert hotel.name in client.get(reverse("customers:trash")).content.decode()
    client.post(reverse("customers:restore", args=[hotel.pk]))
    assert client.get(reverse("customers:detail", args=[hotel.pk])).status_code == 200


def test_a_refused_file_says_why_on_the_page(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    client = client_of(world.zheng)
    picture = SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n" + b"0" * 99)
    answer = client.post(reverse("customers:file-new", args=[hotel.pk]), {"file": picture})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "这张图片已损坏" in page


def test_a_salesperson_does_not_delete(world: World, client_of: ClientOf, hotel: Customer) -> None:
    answer = client_of(world.zheng).post(reverse("customers:delete", args=[hotel.pk]))
    assert answer.status_code == 403
    assert Customer.objects.visible_to(world.zheng).exists()
