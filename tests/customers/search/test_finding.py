"""Finding by two characters, pinyin initials, the end of a phone, a contact's name."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import creating, editing, trash
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import search


@pytest.fixture
def customers(world: World) -> dict[str, Customer]:
    """A few with phones and contacts, owned by different people."""
    rows = [
        ("广州迪宏科技有限公司", "13800138000", "梁耀安", "13911112222", world.zheng),
        ("华信医疗器械", "020-88157777", "曾明", "", world.chen),
        ("上海华信电子", "13700001234", "单雄信", "", world.li),
        ("Acme 360 Trading", "", "Bob", "", world.zheng),
    ]
    made = creating.create_many(
        by=actor(world.boss),
        rows=[
            creating.NewCustomer(
                {"name": name, "phone": phone},
                owner=owner,
                contacts=[{"name": person, "phone": number}],
            )
            for name, phone, person, number, owner in rows
        ],
        reason=OwnerReason.CREATED,
    )
    return {row.name: row for row in made}


def names(q: str, reader: Employee, limit: int = 20) -> list[str]:
    ids = search.find(q, visible_to=reader, limit=limit)
    by_id = Customer.objects.in_bulk(ids)
    return [by_id[pk].name for pk in ids]


@pytest.mark.parametrize("few", [2000, 0])
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("迪宏", ["广州迪宏科技有限公司"]),
        ("华信", ["上海华信电子", "华信医疗器械"]),
        ("gzdh", ["广州迪宏科技有限公司"]),
        ("DHKJ", ["广州迪宏科技有限公司"]),
        ("shhx", ["上海华信电子"]),
        ("8000", ["广州迪宏科技有限公司"]),
        ("138 0013 8000", ["广州迪宏科技有限公司"]),
        ("+86 13800138000", ["广州迪宏科技有限公司"]),
        ("2222", ["广州迪宏科技有限公司"]),
        ("138", ["广州迪宏科技有限公司"]),
        ("7777", ["华信医疗器械"]),
        ("耀安", ["广州迪宏科技有限公司"]),
        ("zm", ["华信医疗器械"]),
        ("sxx", ["上海华信电子"]),
        ("acme", ["Acme 360 Trading"]),
        ("华信 医疗", ["华信医疗器械"]),
        ("华信 迪宏", []),
        ("梁", ["广州迪宏科技有限公司"]),
        ("州科", []),
        ("", []),
        ("***", []),
    ],
)
def test_a_customer_is_found_by_what_people_type(
    world: World,
    customers: dict[str, Customer],
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    q: str,
    found: list[str],
) -> None:
    """The same for rare words (ids from the index) and for frequent ones (tested row by row)."""
    monkeypatch.setattr(search, "FEW", few)

    assert names(q, world.boss) == found


def test_people_find_only_what_they_may_see(world: World, customers: dict[str, Customer]) -> None:
    assert names("华信", world.chen) == ["华信医疗器械"]
    assert names("华信", world.manager) == ["华信医疗器械"]
    assert names("华信", world.zheng) == []
    assert names("耀安", world.zheng) == ["广州迪宏科技有限公司"]


def test_the_trash_is_not_found(world: World, customers: dict[str, Customer]) -> None:
    trash.delete(by=actor(world.boss), customer_ids=[customers["上海华信电子"].pk])

    assert names("华信", world.boss) == ["华信医疗器械"]


def test_a_new_name_and_phone_are_found_and_the_old_ones_no_more(
    world: World, customers: dict[str, Customer]
) -> None:
    editing.edit(
        by=actor(world.boss),
        customer=customers["华信医疗器械"],
        values={"name": "珠海恒达", "phone": "13600005555"},
    )

    assert names("恒达", world.boss) == ["珠海恒达"]
    assert names("5555", world.boss) == ["珠海恒达"]
    assert names("医疗", world.boss) == []
    assert names("7777", world.boss) == []


def test_at_most_as_many_as_asked_newest_first(
    world: World, customers: dict[str, Customer]
) -> None:
    assert names("华信", world.boss, limit=1) == ["上海华信电子"]


@pytest.mark.parametrize("few", [2000, 0])
def test_a_masked_phone_is_found_only_by_the_digits_that_are_shown(
    world: World, customers: dict[str, Customer], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    assert names("8000", world.finance) == ["广州迪宏科技有限公司"]
    assert names("138", world.finance) == ["广州迪宏科技有限公司"]
    for guess in ("1380", "13800138", "13800138000", "38000", "138000", "r00083"):
        assert names(guess, world.finance) == [], guess
        assert names(guess, world.boss) != [], guess


def test_a_hidden_phone_is_not_found_at_all(world: World, customers: dict[str, Customer]) -> None:
    role = world.finance.role
    role.grants = {"fields": {"customers.phone": "hidden"}}
    role.save()
    reader = Employee.objects.with_access().get(pk=world.finance.pk)

    assert names("138", reader) == []
    assert names("8000", reader) == []
    assert names("迪宏", reader) == ["广州迪宏科技有限公司"]


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(q=st.text(max_size=80))
def test_any_text_is_harmless(world: World, q: str) -> None:
    assert search.find(q, visible_to=world.boss, limit=5) == []


@pytest.mark.parametrize(
    "q",
    [
        '"',
        "' OR 1=1 --",
        '") OR ("',
        "NEAR(a b)",
        "a* AND b",
        "\0",
        "\ud800",
        "{!}",
        "tokens:x",
        "-x",
    ],
)
def test_operators_of_query_languages_are_only_text(world: World, q: str) -> None:
    assert search.find(q, visible_to=world.boss, limit=5) == []
