"""Mail addresses and WeChat are guarded as phones are: by role, on every way out."""

from pathlib import Path

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, actor, role
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.customers.actions import contacts
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.customers.exporting import cards, making
from zhuixiao.customers.exporting.wishes import Format, Wish
from zhuixiao.customers.importing import targets
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.errors import Invalid

pytestmark = pytest.mark.django_db

IN_FULL = ("office@dihong.cn", "liang@dihong.cn", "liangyaoan88")
MASKED = ("o***@dihong.cn", "l***@dihong.cn", "li****")
PERSON = {"name": "梁耀安", "wechat": IN_FULL[2], "email": IN_FULL[1]}


@pytest.fixture
def hotel(world: World) -> Customer:
    """迪宏, 郑斌's customer, which has a mail address, and a person there who has both."""
    new = NewCustomer({"name": "迪宏", "email": IN_FULL[0]}, world.zheng, [PERSON])
    return create(by=actor(world.zheng), new=new)


def test_a_masked_role_reads_masks_on_the_page_and_its_history(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    for address, masks in (
        (reverse("customers:detail", args=[hotel.pk]), MASKED),
        (reverse("customers:panel", args=[hotel.pk]), MASKED),
        (reverse("customers:changes", args=[hotel.pk]), ()),
    ):
        text = client_of(world.finance).get(address).content.decode()
        assert all(mask in text for mask in masks), address
        assert not any(value in text for value in IN_FULL), address


def test_whoever_may_reads_them_in_full_on_the_page_and_masked_in_lists(
    world: World, client_of: ClientOf, hotel: Customer
) -> None:
    client = client_of(world.zheng)
    page = client.get(reverse("customers:detail", args=[hotel.pk])).content.decode()
    assert all(value in page for value in IN_FULL)
    rows = client.get("/customers/rows/?cols=name,email").content.decode()
    assert MASKED[0] in rows
    assert IN_FULL[0] not in rows
    answer = client.post(f"/customers/{hotel.pk}/reveal/", {"field": "email"})
    assert answer.json() == {"value": IN_FULL[0]}
    assert AuditEntry.objects.filter(action="reveal", employee=world.zheng).count() == 1


def test_files_mask_them_and_cards_leave_them_out(
    world: World, hotel: Customer, tmp_path: Path
) -> None:
    finance = role("finance")
    finance.grants = {
        "modules": {"customers": {"scope": "all", "actions": ["view", "export"]}},
        "fields": {"customers.phone": "masked"},
    }
    finance.save()
    reader = type(world.finance).objects.with_access().get(pk=world.finance.pk)
    path = tmp_path / "a.csv"
    wish = Wish(format=Format.CSV, columns=["name", "email"], with_contacts=True)
    making.make(by=actor(reader), wish=wish, path=path, progress=lambda _done, _total: None)
    text = path.read_text(encoding="utf-8-sig")
    assert all(mask in text for mask in MASKED)
    assert not any(value in text for value in IN_FULL)
    card = cards.of_contact(Contact.objects.select_related("customer").get(), reader.access)
    assert (card.email, card.wechat) == ("", "")
    offered = {target.key for target in targets.for_person(reader.access)}
    assert not offered & {"phone", "email", "contact.phone", "contact.email", "contact.wechat"}


def test_nobody_writes_a_mask_back(world: World, hotel: Customer) -> None:
    with pytest.raises(Invalid) as refused:
        contacts.checked({"email": MASKED[1], "wechat": "x"}, access=world.finance.access)
    assert set(refused.value.errors) == {"email", "wechat"}
