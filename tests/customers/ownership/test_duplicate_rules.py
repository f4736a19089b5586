"""Rules about duplicates: what is compared, and what happens on a page, over the API, at an
import."""

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.customers.importing.files import as_csv, imported
from tests.world import World, actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Company
from zhuixiao.customers.actions import creating, deduplicating, editing
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.actions.duplicates import Duplicated
from zhuixiao.customers.duplicate_rules import DEFAULTS, Facts, NameSign, Rule, rules_of
from zhuixiao.customers.importing.settings import OnDuplicate
from zhuixiao.customers.models import Customer, DuplicatePair
from zhuixiao.customers.queries import duplicates
from zhuixiao.kit.errors import NotAllowed, RuleError

pytestmark = pytest.mark.django_db


def rules(world: World, *held: Rule) -> None:
    deduplicating.save_rules(by=actor(world.boss), rules=held)


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


def test_an_import_ignores_what_no_rule_compares(world: World) -> None:
    add(world, "迪宏", phone="13912345678")
    rules(world, Rule(credit_code=True))
    imported(world.boss, as_csv(ROWS))
    assert Customer.objects.count() == 3


def test_the_boss_changes_the_rules_on_their_page(world: World, client_of: ClientOf) -> None:
    client, page = client_of(world.boss), reverse("customers:duplicate-rules")
    assert client.get(page).content.decode().count("list-row") == len(DEFAULTS)
    sent = {"email": "on", "on_page": "block", "on_api": "block", "on_import": "queue"}
    assert client.post(reverse("customers:duplicate-rule-new"), sent).status_code == 303
    held = rules_of(Company.objects.get().settings)
    assert held == (
        *DEFAULTS,
        Rule(email=True, on_page="block", on_api="block", on_import="queue", in_search=False),
    )
    client.post(reverse("customers:duplicate-rule", args=[4]), {**sent, "phone": "on"})
    client.post(reverse("customers:duplicate-rule-removal", args=[0]))
    held = rules_of(Company.objects.get().settings)
    assert held[:3] == DEFAULTS[1:]
    assert held[3].phone
    assert client.get(reverse("customers:duplicate-rule", args=[4])).status_code == 404
    nothing = {"city": "on", "on_page": "warn", "on_api": "ignore", "on_import": "warn"}
    assert client.post(reverse("customers:duplicate-rule-new"), nothing).status_code == 422


def test_only_who_manages_customers_sets_rules(world: World, client_of: ClientOf) -> None:
    assert client_of(world.zheng).get(reverse("customers:duplicate-rules")).status_code == 403
    with pytest.raises(NotAllowed):
        deduplicating.save_rules(by=actor(world.zheng), rules=DEFAULTS)
    with pytest.raises(RuleError):
        deduplicating.save_rules(by=actor(world.boss), rules=[Rule(city=True)])
