"""Walking the table by places visits every customer once, in the order of the sort."""

from functools import cmp_to_key
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.customers.many import TODAY, Many, grow
from tests.world import World
from zhuixiao.customers.fields import all_fields
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import sorting, table
from zhuixiao.customers.queries.sorting import BadSort, Key
from zhuixiao.kit.cursors import BadCursor

SHANGHAI = ZoneInfo("Asia/Shanghai")
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def many(world: World) -> Many:
    return grow(world, count=40)


def reading(world: World, *keys: str) -> table.Reading:
    columns = [field for field in all_fields() if field.key in {"name", *keys}]
    return table.Reading(world.boss, columns, TODAY, SHANGHAI)


def walk(
    world: World,
    keys: list[Key],
    limit: int,
    conditions: Q = Q(),  # noqa: B008
) -> list[int]:
    found: list[int] = []
    place = ""
    while True:
        page = table.page(
            reading(world), conditions=conditions, sort=keys, after=place, limit=limit
        )
        found += [row.pk for row in page.rows]
        assert len(page.rows) <= limit
        if not page.next:
            return found
        place = page.next


def in_python(customers: list[Customer], keys: list[Key]) -> list[int]:
    """The same order by comparing row with row."""

    def value(key: Key, row: Customer) -> Any:
        if key.field.custom:
            return row.extra.get(key.field.key)
        held = getattr(row, key.field.column)
        return key.ranks.index(held) if key.is_option and held is not None else held

    def compare(one: Customer, other: Customer) -> int:
        for key in keys:
            left, right = value(key, one), value(key, other)
            if left == right:
                continue
            if left is None or right is None:
                return 1 if left is None else -1
            return (1 if left > right else -1) * (-1 if key.is_desc else 1)
        return (one.pk - other.pk) * (-1 if keys[-1].is_desc else 1)

    return [row.pk for row in sorted(customers, key=cmp_to_key(compare))]


@SLOW
@given(data=st.data(), limit=st.integers(1, 25))
def test_every_sort_visits_each_customer_once_and_in_order(
    world: World, many: Many, data: st.DataObject, limit: int
) -> None:
    fields = all_fields()
    # Databases have their own order of Chinese letters; here it is about nothing, ties and paging.
    texts = {"name", "credit_code", "kind", many.custom["text"].key, many.custom["single"].key}
    names = [field.key for field in fields if field.is_sortable and field.key not in texts]
    names.remove(many.custom["multi"].key)
    spec = data.draw(
        st.lists(
            st.tuples(st.sampled_from(["", "-"]), st.sampled_from(names)).map("".join),
            min_size=1,
            max_size=3,
            unique_by=lambda part: part.removeprefix("-"),
        )
    )
    keys = sorting.keys(",".join(spec), fields=fields, access=world.boss.access)
    expected = in_python(many.customers, keys)

    assert walk(world, keys, limit) == expected
    by_number = table.numbered(reading(world), conditions=Q(), sort=keys, first=7, limit=9)
    assert [row.pk for row in by_number.rows] == expected[7:16]


@pytest.mark.parametrize("spec", ["name", "-name,stage", "kind,-name", "credit_code"])
def test_a_text_sort_visits_each_customer_once(world: World, many: Many, spec: str) -> None:
    keys = sorting.keys(spec, fields=all_fields(), access=world.boss.access)

    found = walk(world, keys, 7)

    assert sorted(found) == sorted(row.pk for row in many.customers)


@pytest.mark.parametrize(
    "spec",
    [
        "owner__password",
        "-",
        "name,name",
        "name,-name",
        "a,b,c,d",
        "phone",
        "extra",
        "?",
        "name;drop table",
        "cf_999",
        "deleted_at",
        "--name",
        "name,",
    ],
)
def test_a_sort_that_is_not_on_the_list_is_refused(world: World, spec: str) -> None:
    with pytest.raises(BadSort):
        sorting.keys(spec, fields=all_fields(), access=world.boss.access)


HOSTILE = [
    "x",
    "%00",
    "AAAA",
    "W10",
    "bnVsbA",
    "e30",
    "é",
    "A" * 5000,
    "WyItY3JlYXRlZF9hdCIsW251bGxdLDFd",
]


@pytest.mark.parametrize("cursor", HOSTILE)
def test_a_damaged_place_is_refused(world: World, many: Many, cursor: str) -> None:
    keys = sorting.keys("", fields=all_fields(), access=world.boss.access)

    with pytest.raises(BadCursor):
        table.page(reading(world), conditions=Q(), sort=keys, after=cursor)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    spec=st.sampled_from(["-created_at", "stage,-last_contact", "next_contact", "name", "owner"]),
    values=st.lists(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text(max_size=8),
            st.sampled_from(["2026-03-02", "0001-01-01T00:00:00+14:00", "2026-03-02T00:00:00"]),
            st.lists(st.integers(), max_size=2),
        ),
        max_size=3,
    ),
    pk=st.one_of(st.integers(), st.text(max_size=3), st.none(), st.floats()),
)
def test_a_forged_place_gives_rows_or_a_refusal_never_a_fault(
    world: World, spec: str, values: list[Any], pk: Any
) -> None:
    keys = sorting.keys(spec, fields=all_fields(), access=world.boss.access)
    cursor = forged(spec, values, pk)

    try:
        table.page(reading(world), conditions=Q(), sort=keys, after=cursor)
    except BadCursor:
        return


def forged(spec: str, values: list[Any], pk: Any) -> str:
    import base64
    import json

    data = json.dumps([spec, values, pk])
    return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")
