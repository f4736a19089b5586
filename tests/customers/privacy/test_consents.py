"""What a person agreed to, and took back, is noted with day and way, and shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.customers.actions import consenting, contacts, creating, merging
from zhuixiao.customers.actions.consenting import Said
from zhuixiao.customers.models import Consent, Contact, Customer
from zhuixiao.customers.persons import Person
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def liang(world: World) -> Contact:
    """梁耀安 of 迪宏酒店, which is 郑斌's."""
    new = creating.NewCustomer({"name": "迪宏酒店"}, owner=world.zheng)
    customer = creating.create(by=actor(world.zheng), new=new)
    return contacts.add(by=actor(world.zheng), customer=customer, values={"name": "梁耀安"})


def said(*, is_given: bool = True, days_ago: int = 0, **other: str) -> Said:
    values = {"purpose": "marketing", "way": "wechat", **other}
    return Said(is_given=is_given, on=TODAY - timedelta(days=days_ago), **values)


def test_a_note_stays_with_day_way_and_who_noted_it(world: World, liang: Contact) -> None:
    person = Person(liang.customer, liang)
    consenting.note(by=actor(world.zheng), person=person, said=said(days_ago=3))
    consenting.note(by=actor(world.zheng), person=person, said=said(is_given=False))
    first, second = Consent.objects.order_by("pk")
    assert (first.is_given, first.way, first.noted_by) == (True, "wechat", world.zheng)
    assert second.on == TODAY
    entry = AuditEntry.objects.filter(action="consent").latest("pk")
    assert (entry.kind, entry.record_id) == ("contact", liang.pk)
    assert entry.changes["consent_given"] == [None, False]


def test_who_withdrew_marketing_carries_a_badge_until_the_next_yes(
    world: World, liang: Contact, client_of: ClientOf
) -> None:
    page = reverse("customers:detail", args=[liang.customer_id])
    client = client_of(world.zheng)
    assert "不接收营销" not in client.get(page).content.decode()
    form = {"purpose": "marketing", "way": "phone", "is_given": "no", "on": TODAY.isoformat()}
    client.post(reverse("customers:contact-privacy", args=[liang.pk]), form)
    assert "不接收营销" in client.get(page).content.decode()
    client.post(reverse("customers:contact-privacy", args=[liang.pk]), form | {"is_given": "yes"})
    assert "不接收营销" not in client.get(page).content.decode()


def test_a_note_of_an_earlier_day_does_not_undo_a_later_one(world: World, liang: Contact) -> None:
    person = Person(liang.customer, liang)
    consenting.note(by=actor(world.zheng), person=person, said=said(is_given=False))
    consenting.note(by=actor(world.zheng), person=person, said=said(days_ago=9))
    assert vars(Contact.objects.with_marketing().get())["may_market"] is False


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"purpose": "spying"}, "purpose"),
        ({"way": "dream"}, "way"),
        ({"days_ago": -1}, "on"),
        ({"purpose": "other"}, "about"),
    ],
)
def test_what_is_no_note_is_refused(
    world: World, liang: Contact, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        consenting.note(
            by=actor(world.zheng),
            person=Person(liang.customer, liang),
            said=said(**changed),  # type: ignore[arg-type]
        )
    assert set(refused.value.errors) == {field}


def test_a_company_agrees_to_nothing_and_strangers_note_nothing(
    world: World, liang: Contact
) -> None:
    with pytest.raises(RuleError):
        consenting.note(by=actor(world.zheng), person=Person(liang.customer), said=said())
    with pytest.raises(NotAllowed):
        consenting.note(by=actor(world.finance), person=Person(liang.customer, liang), said=said())


def test_the_api_notes_and_lists(
    world: World,
    liang: Contact,
    api_of: ApiOf,  # noqa: F811
) -> None:
    body = {"purpose": "contact", "is_given": True, "way": "web", "on": TODAY.isoformat()}
    call = api_of(world.zheng)
    assert call("POST", f"/contacts/{liang.pk}/consents", body).status_code == 201
    found = call("GET", f"/contacts/{liang.pk}/consents").json()
    assert [(row["purpose"], row["noted_by_id"]) for row in found] == [("contact", world.zheng.pk)]
    assert api_of(world.li)("GET", f"/contacts/{liang.pk}/consents").status_code == 404
    assert call("POST", f"/customers/{liang.customer_id}/consents", body).status_code == 400


def test_what_a_contact_of_a_person_said_is_what_the_person_said(
    world: World,
    client_of: ClientOf,
    api_of: ApiOf,  # noqa: F811
) -> None:
    new = creating.NewCustomer({"name": "王天虹", "kind": "person"}, owner=world.zheng)
    customer = creating.create(by=actor(world.zheng), new=new)
    own = contacts.add(by=actor(world.zheng), customer=customer, values={"name": "王天虹"})
    person = Person(customer, own)
    consenting.note(by=actor(world.zheng), person=person, said=said(is_given=False))
    assert len(api_of(world.zheng)("GET", f"/customers/{customer.pk}/consents").json()) == 1
    page = reverse("customers:detail", args=[customer.pk])
    assert client_of(world.zheng).get(page).content.decode().count("不接收营销") == 2


def test_consents_of_a_person_go_along_when_two_become_one(world: World) -> None:
    winner, loser = (
        creating.create(
            by=actor(world.boss),
            new=creating.NewCustomer({"name": name, "kind": "person"}, owner=world.zheng),
        )
        for name in ("王天虹", "王天红")
    )
    consenting.note(by=actor(world.boss), person=Person(loser), said=said())
    merging.merge(by=actor(world.boss), winner_id=winner.pk, loser_id=loser.pk)
    assert Consent.objects.get().customer == Customer.objects.get(pk=winner.pk)
