"""What people read is written down, and stops where their role's day is used up."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.customers.ownership.test_races import together
from tests.world import NOW, World, actor, as_dealer, role
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Company, Employee
from zhuixiao.customers.actions import (
    claiming,
    contacts,
    creating,
    guarding,
    pools,
    revealing,
)
from zhuixiao.customers.actions.guarding import TooMuch
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.fields import STANDARD
from zhuixiao.customers.models import Contact, Customer, Reading
from zhuixiao.customers.queries.guarding import Limits, limits_of
from zhuixiao.kit.errors import NotAllowed

PHONE_FIELD = next(field for field in STANDARD if field.key == "phone")


@pytest.fixture
def five(world: World) -> list[Customer]:
    rows = [
        creating.NewCustomer({"name": f"客户{n}", "phone": f"1391234567{n}"}, owner=world.zheng)
        for n in range(5)
    ]
    return creating.create_many(by=actor(world.zheng), rows=rows, reason=OwnerReason.CREATED)


def limit(world: World, **kinds: int) -> Company:
    limits = Limits(**{**vars(Limits(None, None, None, None)), **kinds})
    by = actor(world.boss)
    guarding.set_rules(by=by, limits={world.zheng.role_id: limits}, watermark="")
    return Company.objects.get()


def opened(by: Actor, customer: Customer, company: Company) -> int:
    guarding.note(by=by, customer=customer, company=company)
    return 1


@pytest.mark.django_db
def test_opening_is_one_row_a_day_however_often(
    world: World, five: list[Customer], client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    for _ in range(3):
        client.get(reverse("customers:detail", args=[five[0].pk]))
        client.get(reverse("customers:panel", args=[five[0].pk]))
    row = Reading.objects.get()
    assert (row.employee, row.customer, row.times) == (world.zheng, five[0], 1)
    assert row.ip == "127.0.0.1"
    company = Company.objects.get()
    later = actor(world.zheng, at=row.last_at + timedelta(minutes=11))
    opened(later, five[0], company)
    row.refresh_from_db()
    assert row.times == (2 if later.today == row.day else 1)


@pytest.mark.django_db
def test_the_day_s_limit_stops_pages_and_the_api_but_not_what_is_open_already(
    world: World,
    five: list[Customer],
    client_of: ClientOf,
    api_of: ApiOf,  # noqa: F811
) -> None:
    limit(world, views=2)
    client = client_of(world.zheng)
    pages = [reverse("customers:detail", args=[row.pk]) for row in five]
    assert [client.get(page).status_code for page in pages[:3]] == [200, 200, 429]
    assert client.get(pages[0]).status_code == 200
    answer = api_of(world.zheng)("GET", f"/customers/{five[4].pk}")
    assert answer.status_code == 429
    assert "2" in answer.json()["title"]
    assert client_of(world.boss).get(pages[2]).status_code == 200


@pytest.fixture
def person_at(five: list[Customer], world: World) -> Contact:
    """Somebody who works at the first customer."""
    values = {"name": "梁耀安", "phone": "13812345678", "wechat": "liangyaoan"}
    return contacts.add(by=actor(world.zheng), customer=five[0], values=values)


PAGES = {
    "edit": "/customers/{customer}/editing/",
    "contact": "/customers/contacts/{contact}/",
    "card": "/customers/{customer}/card/",
    "contact-card": "/customers/contacts/{contact}/card/",
    "changes": "/customers/{customer}/changes/",
}


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_page_with_numbers_in_full_counts_as_opening_the_customer(
    page: str,
    world: World,
    five: list[Customer],
    person_at: Contact,
    client_of: ClientOf,
) -> None:
    client = client_of(world.zheng)
    address = PAGES[page].format(customer=five[0].pk, contact=person_at.pk)
    assert client.get(address).status_code == 200
    row = Reading.objects.get()
    assert (row.employee, row.customer) == (world.zheng, five[0])
    Reading.objects.all().delete()
    limit(world, views=0)
    assert client.get(address).status_code == 429


@pytest.mark.django_db
def test_comparing_two_customers_counts_as_opening_both(
    world: World, five: list[Customer], client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    address = reverse("customers:merge", args=[five[0].pk])
    client.get(address)
    assert not Reading.objects.exists()
    client.get(f"{address}?with={five[1].pk}")
    assert set(Reading.objects.values_list("customer", flat=True)) == {five[0].pk, five[1].pk}


@pytest.mark.django_db
def test_the_api_counts_contacts_and_changes_as_opening(
    world: World,
    five: list[Customer],
    person_at: Contact,
    api_of: ApiOf,  # noqa: F811
) -> None:
    api = api_of(world.zheng)
    nothing: dict[str, object] = {"values": {}}
    calls: list[tuple[str, str, object]] = [
        ("GET", f"/customers/{five[0].pk}/contacts", None),
        ("PATCH", f"/customers/{five[0].pk}", nothing),
        ("PATCH", f"/contacts/{person_at.pk}", nothing),
    ]
    for call in calls:
        assert api(*call).status_code == 200
        assert Reading.objects.get().customer == five[0]
        Reading.objects.all().delete()
    limit(world, views=0)
    assert [api(*call).status_code for call in calls] == [429, 429, 429]


@pytest.mark.django_db
def test_a_list_over_the_api_masks_numbers_as_every_list_does(
    world: World,
    five: list[Customer],
    api_of: ApiOf,  # noqa: F811
) -> None:
    api = api_of(world.zheng)
    rows = api("GET", "/customers").json()["items"]
    assert {row["values"]["phone"] for row in rows} == {"139****567" + str(n) for n in range(5)}
    one = api("GET", f"/customers/{five[0].pk}").json()
    assert one["values"]["phone"] == "13912345670"


@pytest.mark.django_db
def test_a_look_at_a_customer_of_a_pool_counts_as_opening_it(
    world: World, five: list[Customer], client_of: ClientOf
) -> None:
    values = {"name": "总公海", "shown": ["phone"], "masks_phones": False}
    pool = pools.save_pool(by=actor(world.boss), pool=None, values=values)
    ids = [row.pk for row in five]
    claiming.release(by=actor(world.zheng), customer_ids=ids, pool=pool, note="太远")
    client = client_of(world.chen)
    listed = client.get(reverse("customers:pools")).content.decode()
    assert "139****5670" in listed
    assert "13912345670" not in listed
    limit(world, views=1)
    looks = [reverse("customers:pool-look", args=[row.pk]) for row in five[:2]]
    assert "1391234567" in client.get(looks[0]).content.decode().replace(" ", "")
    assert Reading.objects.get().customer == five[0]
    assert "1391234567" not in client.get(looks[1]).content.decode().replace(" ", "")


@pytest.mark.django_db
def test_the_next_day_begins_anew(world: World, five: list[Customer]) -> None:
    company = limit(world, views=1)
    opened(actor(world.zheng), five[0], company)
    with pytest.raises(TooMuch):
        opened(actor(world.zheng), five[1], company)
    opened(actor(world.zheng, at=NOW + timedelta(days=1)), five[1], company)


@pytest.mark.django_db
def test_revealing_stops_at_the_role_s_day(world: World, five: list[Customer]) -> None:
    limit(world, reveals=2)
    by = actor(world.zheng)
    for row in five[:2]:
        assert revealing.reveal(by=by, customer=row, field=PHONE_FIELD)
    with pytest.raises(TooMuch):
        revealing.reveal(by=by, customer=five[2], field=PHONE_FIELD)
    assert AuditEntry.objects.filter(action="reveal").count() == 2


@pytest.mark.django_db
def test_the_page_of_a_person_says_which_field_was_revealed(
    world: World, five: list[Customer], client_of: ClientOf
) -> None:
    email = next(field for field in STANDARD if field.key == "email")
    revealing.reveal(by=actor(world.zheng), customer=five[0], field=PHONE_FIELD)
    revealing.reveal(by=actor(world.zheng), customer=five[1], field=email)
    rows = AuditEntry.objects.filter(action="reveal").order_by("pk")
    assert [row.changes for row in rows] == [{"phone": [None, None]}, {"email": [None, None]}]
    page = reverse("customers:guarding-person", args=[world.zheng.pk])
    body = client_of(world.boss).get(page).content.decode()
    assert "查看了：电话" in body
    assert "查看了：邮箱" in body


def begin(employee: Employee, *, rows: int) -> None:
    """What is checked where an export begins."""
    by = actor(employee)
    guarding.check_export(by=by, so_far=guarding.exported_so_far(by=by), rows=rows)


@pytest.mark.django_db
def test_exporting_stops_by_times_and_by_rows(world: World, five: list[Customer]) -> None:
    limit(world, rows=4)
    with pytest.raises(TooMuch):
        begin(world.zheng, rows=5)
    begin(world.zheng, rows=4)
    limit(world, exports=0)
    with pytest.raises(TooMuch):
        begin(world.zheng, rows=1)
    begin(world.boss, rows=10**6)


@pytest.mark.django_db
def test_without_settings_everybody_but_leaders_has_a_large_limit(world: World) -> None:
    company = Company.objects.get()
    assert limits_of(company, world.boss) == Limits(None, None, None, None)
    assert limits_of(company, world.zheng) == Limits()


@pytest.mark.django_db
def test_only_who_manages_sets_limits_and_reads_what_others_read(
    world: World, client_of: ClientOf
) -> None:
    with pytest.raises(NotAllowed):
        guarding.set_rules(by=actor(world.manager), limits={}, watermark="")
    for name, args in (
        ("guarding", []),
        ("guarding-rules", []),
        ("guarding-person", [world.zheng.pk]),
    ):
        page = reverse(f"customers:{name}", args=args)
        assert client_of(world.manager).get(page).status_code == 403
        assert client_of(world.boss).get(page).status_code == 200


@pytest.mark.django_db
def test_the_page_of_a_person_tells_what_was_read(
    world: World, five: list[Customer], client_of: ClientOf
) -> None:
    client_of(world.zheng).get(reverse("customers:detail", args=[five[0].pk]))
    page = reverse("customers:guarding-person", args=[world.zheng.pk])
    body = client_of(world.boss).get(page).content.decode()
    assert "客户0" in body
    assert "127.0.0.1" in body
    assert "客户1" not in body


@pytest.mark.django_db
def test_the_watermark_stands_on_every_page_when_it_is_set(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    home = reverse("home")
    assert "watermark-" not in client.get(home).content.decode()
    client.post(reverse("customers:guarding-rules"), {"watermark": "both"})
    body = client_of(world.zheng).get(home).content.decode()
    assert "watermark-both" in body
    assert "郑斌 zhengbin" in body


@pytest.mark.django_db(transaction=True)
def test_a_limit_is_not_passed_by_many_at_once(world: World, five: list[Customer]) -> None:
    company = limit(world, views=2)
    me = Employee.objects.with_access().get(pk=world.zheng.pk)
    together(*(partial(opened, actor(me), row, company) for row in five))
    assert Reading.objects.count() == 2


@pytest.mark.django_db
def test_who_manages_reads_no_names_of_customers_out_of_sight(
    world: World, five: list[Customer], client_of: ClientOf
) -> None:
    client_of(world.zheng).get(reverse("customers:detail", args=[five[0].pk]))
    revealing.reveal(by=actor(world.zheng), customer=five[1], field=PHONE_FIELD)
    Employee.objects.filter(pk=world.li.pk).update(role=role("admin"))
    page = reverse("customers:guarding-person", args=[world.zheng.pk])
    for person, is_told in ((world.boss, True), (world.li, False)):
        body = client_of(person).get(page).content.decode()
        assert [name in body for name in ("客户0", "客户1", "某个客户")] == [
            is_told,
            is_told,
            not is_told,
        ]
    dealer = as_dealer(world, "admin")
    for address in (page, reverse("customers:guarding")):
        assert client_of(dealer).get(address).status_code == 403
