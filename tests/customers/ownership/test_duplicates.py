"""Duplicates of the whole base: found once, in stars, merged or told apart for good."""

import pytest
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.conftest import ClientOf
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Company
from zhuixiao.catalog.choices import RegionLevel
from zhuixiao.catalog.models import Region
from zhuixiao.customers.actions import creating, deduplicating, merging, trash
from zhuixiao.customers.duplicate_rules import DEFAULTS, NameSign, Rule, mark_of
from zhuixiao.customers.models import Customer, DuplicatePair
from zhuixiao.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
CODE = "91440101MA5CKQ3L5T"


def add(world: World, name: str, owner: object = None, **values: object) -> Customer:
    new = creating.NewCustomer({"name": name, **values}, owner=owner or world.zheng)  # type: ignore[arg-type]
    return creating.create(by=actor(world.boss), new=new)


def search() -> int:
    company = Company.objects.get()
    return deduplicating.search(at=NOW, company=company, progress=lambda _done, _total: None)


def pairs() -> set[tuple[str, str, str]]:
    rows = DuplicatePair.objects.values_list("first__name", "second__name", "reason")
    return set(rows)


def test_phones_codes_and_names_are_found_once(world: World) -> None:
    add(world, "甲天虹", phone="13912345678")
    add(world, "乙万象", phone="139 1234 5678")
    add(world, "丙宏远", credit_code=CODE)
    add(world, "丁新桥", credit_code=CODE)
    add(world, "广州迪宏有限公司")
    add(world, "广州迪宏")
    add(world, "戊长安")
    assert search() == 3
    assert pairs() == {
        ("甲天虹", "乙万象", "phone"),
        ("丙宏远", "丁新桥", "credit_code"),
        ("广州迪宏有限公司", "广州迪宏", "name"),
    }
    assert search() == 0


def test_one_name_in_two_cities_is_two_companies(world: World) -> None:
    for adcode in (440100, 440300):
        Region.objects.get_or_create(
            adcode=adcode,
            defaults={"name": "x", "full_name": "x", "level": RegionLevel.CITY},
        )
    add(world, "迪宏", region=440100)
    add(world, "迪宏", region=440300)
    assert search() == 0


def test_many_with_one_number_are_a_star_and_not_every_two_of_them(world: World) -> None:
    for number in range(20):
        add(world, f"客户天字{number}号", phone="02088886666")
    assert search() == 19
    first = Customer.objects.order_by("pk")[0]
    assert set(DuplicatePair.objects.values_list("first", flat=True)) == {first.pk}


def test_what_was_told_apart_does_not_come_back(world: World, client_of: ClientOf) -> None:
    add(world, "甲天虹", phone="13912345678")
    add(world, "乙万象", phone="13912345678")
    search()
    pair = DuplicatePair.objects.get()
    address = reverse("customers:duplicates-differ", args=[pair.pk])
    assert client_of(world.zheng).post(address).status_code == 403
    client_of(world.boss).post(address)
    assert search() == 0
    assert (
        "甲天虹" not in client_of(world.boss).get(reverse("customers:duplicates")).content.decode()
    )


def test_a_merged_pair_and_a_deleted_one_leave_the_list(world: World) -> None:
    rows = [add(world, f"天字{n}号店铺", phone="13912345678") for n in range(3)]
    search()
    boss = world.boss
    assert DuplicatePair.objects.open_for(boss).count() == 3
    merging.merge(by=actor(boss), winner_id=rows[0].pk, loser_id=rows[1].pk)
    assert DuplicatePair.objects.open_for(boss).count() == 1
    trash.delete(by=actor(boss), customer_ids=[rows[2].pk])
    assert not DuplicatePair.objects.open_for(boss).exists()


def test_a_manager_decides_only_about_two_of_the_own_branch(
    world: World, client_of: ClientOf
) -> None:
    add(world, "甲天虹", phone="13912345678")
    add(world, "乙万象", owner=world.li, phone="13912345678")
    search()
    pair = DuplicatePair.objects.get()
    page = client_of(world.manager).get(reverse("customers:duplicates")).content.decode()
    assert "甲天虹" not in page
    with pytest.raises(NotAllowed):
        deduplicating.differ(by=actor(world.manager), pair=pair)
    assert DuplicatePair.objects.open_for(world.boss).exists()


def test_the_boss_searches_and_merges_from_the_list(
    world: World,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    add(world, "甲天虹", phone="13912345678")
    add(world, "乙万象", phone="13912345678")
    client, page = client_of(world.boss), reverse("customers:duplicates")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("customers:duplicates-search"))
    body = client.get(page).content.decode()
    assert "139****5678" in body
    assert "13912345678" not in body
    pair = DuplicatePair.objects.get()
    merge = f"{reverse('customers:merge', args=[pair.second_id])}?with={pair.first_id}"
    assert merge.replace("&", "&amp;") in body
    assert client.get(merge).status_code == 200
    assert client.get(page, {"reason": "name"}).status_code == 200


def test_a_pair_of_a_small_group_is_found_whatever_the_first_is_told_to_be(world: World) -> None:
    for number in range(3):
        add(world, f"客户天字{number}号", phone="02088886666")
    assert search() == 3


def test_similar_names_are_found_when_a_rule_says_so(world: World) -> None:
    deduplicating.save_rules(
        by=actor(world.boss), rules=[Rule(name=NameSign.SIMILAR.value)], seen=mark_of(DEFAULTS)
    )
    for name in ("广州迪宏温控有限公司", "迪宏温控", "迪宏温控设备", "迪宏", "东莞长安五金"):
        add(world, name)
    assert search() == 2
    assert ("广州迪宏温控有限公司", "迪宏温控设备", "name") in pairs()
    assert ("广州迪宏温控有限公司", "迪宏温控", "name") in pairs()
