"""Rules about duplicates: what is compared, and what happens on a page, over the API, at an
import."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import ClientOf
from tests.customers.importing.files import as_csv, imported, ready, reasons
from tests.world import World, actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Company
from zhuixiao.catalog.choices import RegionLevel
from zhuixiao.catalog.models import Region
from zhuixiao.customers.actions import contacts, creating, deduplicating, editing
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.actions.duplicates import Duplicated
from zhuixiao.customers.duplicate_rules import (
    DEFAULTS,
    Facts,
    NameSign,
    Rule,
    mark_of,
    rules_of,
)
from zhuixiao.customers.importing import engine
from zhuixiao.customers.importing.drafts import Draft
from zhuixiao.customers.importing.duplicates import Existing, keys_of
from zhuixiao.customers.importing.settings import OnDuplicate
from zhuixiao.customers.models import Customer, DuplicatePair
from zhuixiao.customers.queries import duplicates
from zhuixiao.kit.errors import NotAllowed, RuleError

pytestmark = pytest.mark.django_db


def seen() -> str:
    """The mark of the rules as they are now."""
    return mark_of(rules_of(Company.objects.get().settings))


def rules(world: World, *held: Rule) -> None:
    deduplicating.save_rules(by=actor(world.boss), rules=held, seen=seen())


def add(world: World, name: str, **values: object) -> Customer:
    new = NewCustomer({"name": name, **values}, owner=world.zheng)
    return creating.create(by=actor(world.zheng), new=new)


def found(facts: Facts, *held: Rule) -> set[str]:
    ids = duplicates.matches(facts, held)
    return set(Customer.objects.filter(pk__in=ids).values_list("name", flat=True))


def test_everything_that_a_rule_compares_must_agree(world: World) -> None:
    add(world, "广州迪宏有限公司", phone="13912345678", email="Office@Dihong.cn")
    add(world, "迪宏", phone="13700000000")
    both = Rule(name=NameSign.CORE.value, phone=True)
    assert found(Facts("迪宏", "139 1234 5678"), both) == {"广州迪宏有限公司"}
    assert found(Facts("迪宏", "13800000000"), both) == set()
    assert found(Facts("迪宏"), both) == set()
    assert found(Facts("迪宏"), Rule(name=NameSign.SAME.value)) == {"迪宏"}
    assert found(Facts(email="office@dihong.CN"), Rule(email=True)) == {"广州迪宏有限公司"}


def test_any_rule_is_enough(world: World) -> None:
    add(world, "甲天虹", phone="13912345678")
    add(world, "乙万象")
    held = (Rule(phone=True), Rule(name=NameSign.CORE.value))
    assert found(Facts("乙万象", "13912345678"), *held) == {"甲天虹", "乙万象"}


@pytest.mark.parametrize(
    ("name", "is_similar"),
    [("迪宏温控设备", True), ("迪宏温", True), ("迪宏", False), ("迪宏温控设备安装工程", False)],
)
def test_a_similar_name_begins_with_the_other_and_is_not_much_longer(
    world: World, name: str, is_similar: bool
) -> None:
    add(world, "迪宏温控")
    rule = Rule(name=NameSign.SIMILAR.value)
    assert bool(found(Facts(name), rule)) is is_similar


def test_a_refused_customer_is_not_written_and_only_the_owner_is_told(
    world: World, client_of: ClientOf
) -> None:
    add(world, "迪宏", phone="13912345678")
    rules(world, Rule(phone=True, on_page="block", on_api="block"))
    typed = {"name": "西子", "phone": "13912345678", "kind": "company", "stage": "", "region": ""}
    answer = client_of(world.li).post(reverse("customers:new"), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "郑斌" in text
    assert "迪宏" not in text
    assert Customer.objects.count() == 1
    with pytest.raises(Duplicated) as refused:
        creating.create(
            by=actor(world.li, via=Via.API),
            new=NewCustomer({"name": "西子"}, world.li, [{"name": "王", "phone": "13912345678"}]),
        )
    assert refused.value.status == 409


def test_a_change_into_another_customer_is_refused_and_any_other_change_is_not(
    world: World,
) -> None:
    add(world, "迪宏", phone="13912345678")
    other = add(world, "西子")
    rules(world, Rule(phone=True, on_page="block"))
    with pytest.raises(Duplicated, match="迪宏"):
        editing.edit(by=actor(world.zheng), customer=other, values={"phone": "13912345678"})
    editing.edit(by=actor(world.zheng), customer=other, values={"note": "好"})


def test_one_that_is_let_in_stands_on_the_work_list(world: World) -> None:
    first = add(world, "迪宏", phone="13912345678")
    rules(world, Rule(phone=True, on_page="queue"))
    second = add(world, "西子", phone="13912345678")
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.reason) == (first, second, "phone")


ROWS = [["客户名称", "电话"], ["西子", "13912345678"], ["天虹", "13700000000"]]


def test_an_import_never_makes_a_second_one_where_a_rule_says_so(world: World) -> None:
    add(world, "迪宏", phone="13912345678")
    rules(world, Rule(phone=True, on_import="block"))
    imported(world.boss, as_csv(ROWS), on_duplicate=OnDuplicate.CREATE)
    assert set(Customer.objects.values_list("name", flat=True)) == {"迪宏", "天虹"}


def test_an_import_puts_the_second_one_on_the_work_list(world: World) -> None:
    add(world, "迪宏", phone="13912345678")
    rules(world, Rule(phone=True, on_import="queue"))
    imported(world.boss, as_csv(ROWS), on_duplicate=OnDuplicate.CREATE)
    assert Customer.objects.count() == 3
    pair = DuplicatePair.objects.get()
    assert {pair.first.name, pair.second.name} == {"迪宏", "西子"}


@pytest.mark.parametrize(
    ("name", "is_similar"),
    [
        ("迪宏温", True),
        ("迪宏温控器械", True),
        ("迪宏", False),
        ("迪宏温控器械进口", True),
        ("迪宏温控器械进口贸", False),
        ("迪宏冷控", False),
        ("大迪宏温控", False),
    ],
)
@pytest.mark.parametrize("city", [False, True])
def test_an_import_compares_similar_names_as_the_page_does(
    world: World, name: str, is_similar: bool, city: bool
) -> None:
    add(world, "迪宏温控")
    rule = Rule(name=NameSign.SIMILAR.value, city=city)
    rules(world, rule)
    assert bool(found(Facts(name), rule)) is is_similar
    imported(world.boss, as_csv([["客户名称"], [name], ["天虹机械"]]))
    assert Customer.objects.filter(name=name).exists() is not is_similar
    assert Customer.objects.filter(name="天虹机械").exists()


def test_an_import_takes_similar_rows_of_its_own_file_for_one(world: World) -> None:
    rules(world, Rule(name=NameSign.SIMILAR.value))
    names = ["迪宏温控", "天虹", "迪宏温控器械", "迪宏温", "迪宏"]
    batch = ready(world.boss, as_csv([["客户名称"], *([name] for name in names)]))
    assert set(reasons(batch)) == {4, 5}
    imported(world.boss, as_csv([["客户名称"], *([name] for name in names)]))
    left = {"迪宏温控", "天虹", "迪宏"}
    assert set(Customer.objects.values_list("name", flat=True)) == left


def test_an_import_asks_once_about_similar_names_however_many_rows(world: World) -> None:
    rules(world, Rule(name=NameSign.SIMILAR.value))
    add(world, "迪宏温控")
    asked = []
    for number in (3, 300):
        names = [f"第{one}号机械有限公司" for one in range(number)]
        facts = [Facts(name) for name in names]
        drafts = [Draft(n, [name], facts=facts[n]) for n, name in enumerate(names)]
        used = [Rule(name=NameSign.SIMILAR.value)]
        for draft in drafts:
            draft.keys = keys_of(draft.facts, used)
        with CaptureQueriesContext(connection) as held:
            Existing(drafts, used)
        asked.append(len(held))
    assert asked == [1, 1]


def test_an_import_ignores_what_no_rule_compares(world: World) -> None:
    add(world, "迪宏", phone="13912345678")
    rules(world, Rule(credit_code=True))
    imported(world.boss, as_csv(ROWS))
    assert Customer.objects.count() == 3


def test_the_boss_changes_the_rules_on_their_page(world: World, client_of: ClientOf) -> None:
    client, page = client_of(world.boss), reverse("customers:duplicate-rules")
    assert client.get(page).content.decode().count("list-row") == len(DEFAULTS)
    sent = {"email": "on", "on_page": "block", "on_api": "block", "on_import": "queue"}
    new = reverse("customers:duplicate-rule-new")
    assert client.post(new, {**sent, "seen": seen()}).status_code == 303
    held = rules_of(Company.objects.get().settings)
    assert held == (
        *DEFAULTS,
        Rule(email=True, on_page="block", on_api="block", on_import="queue", in_search=False),
    )
    one = reverse("customers:duplicate-rule", args=[4])
    assert f'name="seen" value="{seen()}"' in client.get(one).content.decode()
    client.post(one, {**sent, "phone": "on", "seen": seen()})
    client.post(reverse("customers:duplicate-rule-removal", args=[0]), {"seen": seen()})
    held = rules_of(Company.objects.get().settings)
    assert held[:3] == DEFAULTS[1:]
    assert held[3].phone
    nothing = {"city": "on", "on_page": "warn", "on_api": "ignore", "on_import": "warn"}
    assert client.post(new, {**nothing, "seen": seen()}).status_code == 422


def test_only_who_manages_customers_sets_rules(world: World, client_of: ClientOf) -> None:
    assert client_of(world.zheng).get(reverse("customers:duplicate-rules")).status_code == 403
    with pytest.raises(NotAllowed):
        deduplicating.save_rules(by=actor(world.zheng), rules=DEFAULTS, seen=seen())
    with pytest.raises(RuleError):
        deduplicating.save_rules(by=actor(world.boss), rules=[Rule(city=True)], seen=seen())


def test_two_who_change_the_rules_at_once_do_not_undo_each_other(
    world: World, client_of: ClientOf
) -> None:
    client, before = client_of(world.boss), seen()
    removal = reverse("customers:duplicate-rule-removal", args=[0])
    for _click in range(2):
        client.post(removal, {"seen": before})
    assert rules_of(Company.objects.get().settings) == DEFAULTS[1:]
    sent = {"phone": "on", "on_page": "warn", "on_api": "ignore", "on_import": "warn"}
    answer = client.post(reverse("customers:duplicate-rule", args=[0]), {**sent, "seen": before})
    assert "规则刚被别人改过" in answer.content.decode()
    assert rules_of(Company.objects.get().settings) == DEFAULTS[1:]


def test_a_rule_that_was_removed_in_another_tab_is_told_and_the_rules_are_shown(
    world: World, client_of: ClientOf
) -> None:
    client, page = client_of(world.boss), reverse("customers:duplicate-rules")
    last = len(DEFAULTS) - 1
    for name in ("customers:duplicate-rule", "customers:duplicate-rule-removal"):
        rules(world, *DEFAULTS)
        before = seen()
        rules(world, *DEFAULTS[:-1])
        answer = client.post(reverse(name, args=[last]), {"seen": before})
        assert answer.headers["Location"] == page
        assert "这条规则刚被别人删掉了" in client.get(page).text
        assert rules_of(Company.objects.get().settings) == DEFAULTS[:-1]


def test_a_click_on_a_rule_does_not_open_the_one_that_moved_into_its_place(
    world: World, client_of: ClientOf
) -> None:
    client, page = client_of(world.boss), reverse("customers:duplicate-rules")
    clicked = reverse("customers:duplicate-rule", args=[0])
    assert f"{clicked}?seen={seen()}" in client.get(page).text
    assert client.get(clicked, {"seen": seen()}).status_code == 200
    before = seen()
    rules(world, *DEFAULTS[1:])
    assert client.get(clicked, {"seen": before}).headers["Location"] == page
    assert "规则刚被别人改过" in client.get(page).text


def test_a_rule_that_refuses_is_not_hidden_by_one_that_lets_in(world: World) -> None:
    add(world, "迪宏", phone="13912345678")
    rules(world, Rule(phone=True, on_page="queue"), Rule(name="core", on_page="block"))
    with pytest.raises(Duplicated):
        add(world, "迪宏", phone="13912345678")


def test_what_is_sent_again_unchanged_is_no_change(world: World) -> None:
    add(world, "迪宏", phone="13912345678")
    other = add(world, "西子", phone="13912345678")
    rules(world, Rule(phone=True, on_page="block"))
    values = {"phone": "13912345678", "note": "好"}
    assert editing.edit(by=actor(world.zheng), customer=other, values=values).note == "好"


def test_a_number_as_a_name_breaks_nothing(world: World) -> None:
    row = add(world, "西子")
    rules(world, Rule(name="core", on_page="block"))
    changed = editing.edit(by=actor(world.zheng), customer=row, values={"name": 5})
    assert changed.name == "5"


def test_moving_into_the_other_s_city_is_compared(world: World) -> None:
    for adcode in (440100, 440300):
        names = {"name": "x", "full_name": "x", "level": RegionLevel.CITY}
        Region.objects.get_or_create(adcode=adcode, defaults=names)
    add(world, "迪宏", region=440100)
    other = add(world, "迪宏", region=440300)
    rules(world, Rule(name="core", city=True, on_page="block"))
    with pytest.raises(Duplicated):
        editing.edit(by=actor(world.zheng), customer=other, values={"region": 440100})


def test_a_new_name_is_compared_with_the_phones_of_the_contacts(world: World) -> None:
    add(world, "迪宏", phone="13912345678")
    other = add(world, "西子")
    contacts.add(
        by=actor(world.zheng), customer=other, values={"name": "王", "phone": "13912345678"}
    )
    rules(world, Rule(name="core", phone=True, on_page="block"))
    with pytest.raises(Duplicated):
        editing.edit(by=actor(world.zheng), customer=other, values={"name": "迪宏"})


def test_a_contact_s_phone_goes_by_the_rules(world: World, client_of: ClientOf) -> None:
    first = add(world, "迪宏", phone="13912345678")
    other = add(world, "西子")
    rules(world, Rule(phone=True, on_page="block"))
    sent = {"name": "王", "phone": "13912345678"}
    answer = client_of(world.zheng).post(reverse("customers:contact-new", args=[other.pk]), sent)
    assert answer.status_code == 422
    assert "该客户已存在：迪宏" in answer.content.decode()
    person = contacts.add(by=actor(world.zheng), customer=other, values={"name": "王"})
    with pytest.raises(Duplicated):
        contacts.change(by=actor(world.zheng), contact=person, values={"phone": "13912345678"})
    rules(world, Rule(phone=True, on_page="queue"))
    contacts.change(by=actor(world.zheng), contact=person, values={"phone": "13912345678"})
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second) == (first, other)


def test_many_longer_names_do_not_hide_the_one_that_is_similar(world: World) -> None:
    add(world, "迪宏温")
    for number in range(25):
        add(world, f"迪宏温控设备安装工程第{number}项目部")
    assert found(Facts("迪宏温"), Rule(name=NameSign.SIMILAR.value)) == {"迪宏温"}


@pytest.mark.parametrize("chunk", [1, 100])
def test_two_rows_alike_reach_the_work_list_however_the_file_is_cut(
    world: World, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(engine, "CHUNK", chunk)
    rules(world, Rule(phone=True, on_import="queue"))
    twice = [["客户名称", "电话"], ["西子", "13912345678"], ["天虹", "13912345678"]]
    imported(world.boss, as_csv(twice), on_duplicate=OnDuplicate.CREATE)
    pair = DuplicatePair.objects.get()
    assert {pair.first.name, pair.second.name} == {"西子", "天虹"}


def test_an_import_refuses_by_a_weaker_sign_too(world: World) -> None:
    add(world, "迪宏", phone="13912345678", email="a@dihong.cn")
    rules(world, Rule(email=True, on_import="warn"), Rule(phone=True, on_import="block"))
    rows = [["客户名称", "电话", "邮箱"], ["西子", "13912345678", "a@dihong.cn"]]
    imported(world.boss, as_csv(rows), on_duplicate=OnDuplicate.CREATE)
    assert Customer.objects.count() == 1


def test_an_import_compares_the_city_that_an_address_says(world: World) -> None:
    rules(world, Rule(name="core", city=True))
    rows = [["客户名称", "地址"], ["迪宏", "广东省广州市天河区体育西路1号"]]
    for _time in range(2):
        imported(world.boss, as_csv(rows))
    assert Customer.objects.exclude(region=None).count() == 1
    assert Customer.objects.count() == 1
