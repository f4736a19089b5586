"""What a filter finds is what it says: against a second reading of the tree in Python."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.customers.many import ADCODES, TODAY, Many, grow
from tests.world import NOW, World, actor, as_dealer
from zhuixiao.accounts.choices import Right
from zhuixiao.catalog.models import Channel
from zhuixiao.customers import filters
from zhuixiao.customers.actions import pools
from zhuixiao.customers.fields import Field, Kind, all_fields
from zhuixiao.customers.filters.operators import NUMBERS, TEXTS, TIMES, Operator, operators
from zhuixiao.customers.models import Collaborator, Contact, Customer
from zhuixiao.customers.queries.recycling import Clock
from zhuixiao.sales.models import Bought

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = (date(2026, 3, 2), date(2026, 3, 8))
RELATIVE: Mapping[str, tuple[date | None, date | None]] = {
    "today": (TODAY, TODAY),
    "yesterday": (date(2026, 3, 1), date(2026, 3, 1)),
    "this_week": WEEK,
    "last_week": (date(2026, 2, 23), date(2026, 3, 1)),
    "next_week": (date(2026, 3, 9), date(2026, 3, 15)),
    "this_month": (date(2026, 3, 1), date(2026, 3, 31)),
    "last_month": (date(2026, 2, 1), date(2026, 2, 28)),
    "past": (None, date(2026, 3, 1)),
    "due": (None, TODAY),
    "last:7": (date(2026, 2, 24), TODAY),
    "next:7": (TODAY, date(2026, 3, 8)),
    "ago:30": (None, date(2026, 1, 30)),
}


class Oracle:
    """Reads one customer by hand."""

    def __init__(self, world: World, many: Many) -> None:
        self.fields = {field.key: field for field in all_fields()}
        self.me = world.boss.pk
        self.clock = Clock(SHANGHAI, TODAY)
        self.tags = _links("tags", "option_id")
        self.products = _links("products", "product_id")
        self.bought: dict[int, dict[int, date]] = {}
        for row in Bought.objects.all():
            self.bought.setdefault(row.customer_id, {})[row.product_id] = row.last_on
        self.contacts: dict[int, list[str]] = {}
        for pk, name in Contact.objects.filter(deleted_at=None).values_list("customer_id", "name"):
            self.contacts.setdefault(pk, []).append(name)
        # Of one in every three customers, one is over and one goes on.
        self.colleagues = {
            row.pk: [world.li.pk]
            for number, row in enumerate(many.customers)
            if number % 3 == 0 and row.pool_id is None
        }
        self.paths = dict(Channel.objects.values_list("pk", "path"))
        self.trees = {row.pk: row.path for row in (world.head_office, world.south)}
        self.departments = {
            row.pk: row.path for row in (world.head_office, world.south, world.shenzhen, world.east)
        }

    def meets(self, node: Mapping[str, Any], customer: Customer) -> bool:
        if "op" in node:
            found = [self.meets(item, customer) for item in node["items"]]
            return {"and": all(found), "or": any(found), "not": not all(found)}[node["op"]]
        field = self.fields[node["field"]]
        if node["is"] == "lately":
            held = self.bought.get(customer.pk, {})
            days = [held[pk] for pk in node["value"]["ids"] if pk in held]
            return any(0 <= (TODAY - day).days < node["value"]["days"] for day in days)
        return self._meets(field, node["is"], node.get("value"), self._value(field, customer))

    def _value(self, field: Field, customer: Customer) -> Any:
        linked: dict[Kind, Mapping[int, Any]] = {
            Kind.OPTIONS: self.tags,
            Kind.PRODUCTS: self.products,
            Kind.CONTACTS: self.contacts,
            Kind.EMPLOYEES: self.colleagues,
        }
        if field.kind == Kind.BOUGHT:
            return list(self.bought.get(customer.pk, {}))
        if field.difference:
            return customer.order_amount - customer.order_cost
        if field.kind in linked:
            return linked[field.kind].get(customer.pk, [])
        if field.kind == Kind.DAYS_LEFT:
            return self.clock.days_left(customer)
        if field.custom:
            held = customer.extra.get(field.key)
            return date.fromisoformat(held) if held and field.kind == Kind.DATE else held
        held = getattr(customer, field.column)
        if field.kind in {Kind.MOMENT, Kind.DAYS} and held:
            held = held.astimezone(SHANGHAI).date()
        return (TODAY - held).days if field.kind == Kind.DAYS and held else held

    def _meets(self, field: Field, operator: str, asked: Any, held: Any) -> bool:
        is_empty = held in (None, "", [])
        if operator in {"empty", "filled"}:
            return is_empty == (operator == "empty")
        if operator in {"in", "not_in"}:
            found = not is_empty and self._is_among(field, asked, held)
            return found == (operator == "in")
        if is_empty:
            return False
        if field.kind in TIMES:
            first, last = _span(operator, asked)
            return (first is None or held >= first) and (last is None or held <= last)
        if field.kind == Kind.CONTACTS:
            return any(_compares(field, operator, asked, name) for name in held)
        return _compares(field, operator, asked, held)

    def _is_among(self, field: Field, asked: list[Any], held: Any) -> bool:
        asked = [self.me if one == "me" else one for one in asked]
        match field.kind:
            case Kind.OPTIONS | Kind.PRODUCTS | Kind.BOUGHT | Kind.MULTI | Kind.EMPLOYEES:
                return bool(set(held) & set(asked))
            case Kind.REGION:
                return any(_covers(adcode, held) for adcode in asked)
            case Kind.CHANNEL:
                return any(self.paths[held].startswith(self.paths[pk]) for pk in asked)
            case Kind.DEPARTMENT:
                return any(self.departments[held].startswith(self.departments[pk]) for pk in asked)
            case _:
                return held in asked


def _links(name: str, target: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pk, value in getattr(Customer, name).through.objects.values_list("customer_id", target):
        found.setdefault(pk, []).append(value)
    return found


def _covers(adcode: int, held: int) -> bool:
    code = str(adcode)
    return str(held).startswith(
        code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    )


def _span(operator: str, asked: Any) -> tuple[date | None, date | None]:
    if operator == "relative":
        return RELATIVE[asked]
    if operator == "between":
        return date.fromisoformat(asked[0]), date.fromisoformat(asked[1])
    day = date.fromisoformat(asked)
    one = timedelta(days=1)
    return {"on": (day, day), "before": (None, day - one), "after": (day + one, None)}[operator]


def _compares(field: Field, operator: str, asked: Any, held: Any) -> bool:
    if field.kind in TEXTS:
        if operator == "is":
            return bool(held == asked)
        text, part = held.lower(), asked.lower()
        return part in text if operator == "contains" else text.startswith(part)
    if operator == "between":
        return bool(asked[0] <= held <= asked[1])
    answers = {"=": held == asked, "!=": held != asked, ">": held > asked, "<": held < asked}
    return bool(answers[operator])


def _asked_values(field: Field, many: Many, world: World) -> st.SearchStrategy[Any]:
    pools: dict[Kind, list[Any]] = {
        Kind.REGION: ADCODES,
        Kind.CHANNEL: [row.pk for row in many.channels],
        Kind.DEPARTMENT: [world.head_office.pk, world.south.pk, world.shenzhen.pk],
        Kind.EMPLOYEE: ["me", world.zheng.pk, world.li.pk],
        Kind.EMPLOYEES: ["me", world.zheng.pk, world.li.pk],
        Kind.PRODUCTS: [row.pk for row in many.products],
        Kind.BOUGHT: [row.pk for row in many.products],
        Kind.OPTIONS: [row.pk for row in many.tags],
        Kind.CHOICE: ["company", "person"],
        Kind.SINGLE: ["甲", "乙", "丙 50%"],
        Kind.MULTI: ["甲", "乙", "丙 50%"],
    }
    options = {"importance": many.importance, "stage": many.stages, "industry": many.stages}
    pool = pools.get(field.kind) or [row.pk for row in options[field.key]]
    return st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True)


def _conditions(field: Field, many: Many, world: World) -> st.SearchStrategy[dict[str, Any]]:
    days = st.integers(-45, 40).map(lambda n: (TODAY + timedelta(days=n)).isoformat())
    numbers = (
        st.integers(0, 12)
        if field.kind in {Kind.DAYS, Kind.DAYS_LEFT}
        else st.sampled_from([-3, 0, 1, 2, 7])
    )
    texts = st.sampled_from(["华信", "acme", "ACME", "%", "_", "a", "blue", "138001", "天", "\\"])

    def values(operator: Operator) -> st.SearchStrategy[Any]:
        if operator in {Operator.EMPTY, Operator.FILLED}:
            return st.none()
        if operator in {Operator.IN, Operator.NOT_IN}:
            return _asked_values(field, many, world)
        if operator == Operator.LATELY:
            ids = _asked_values(field, many, world)
            return st.fixed_dictionaries({"days": st.sampled_from([1, 2, 7, 8, 90]), "ids": ids})
        if operator == Operator.RELATIVE:
            return st.sampled_from(sorted(RELATIVE))
        one = texts if field.kind in TEXTS else numbers if field.kind in NUMBERS else days
        if operator == Operator.BETWEEN:
            return st.lists(one, min_size=2, max_size=2).map(sorted)
        return one

    def condition(operator: Operator) -> st.SearchStrategy[dict[str, Any]]:
        return values(operator).map(
            lambda value: (
                {"field": field.key, "is": str(operator)}
                | ({} if value is None else {"value": value})
            )
        )

    return st.sampled_from(operators(field.kind)).flatmap(condition)


@pytest.fixture
def many(world: World) -> Many:
    pool = pools.save_pool(by=actor(world.boss), pool=None, values={"name": "总公海"})
    days = [{"kind": "contact", "days": 5}, {"kind": "received", "days": 9}]
    rule = {"name": "5 天", "pool": pool, "match": "any", "conditions": days}
    pools.save_rule(by=actor(world.boss), rule=None, values=rule)
    grown = grow(world)
    over = {"right": Right.READ, "at": NOW, "by": world.boss, "ends_at": NOW}
    Collaborator.objects.bulk_create(
        Collaborator(customer=row, **{**over, **terms})
        for row in grown.customers[::3]
        for terms in ({"employee": world.zheng}, {"employee": world.li, "ends_at": None})
    )
    return grown


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_filter_finds_exactly_the_customers_that_meet_it(
    world: World, many: Many, data: st.DataObject
) -> None:
    oracle = Oracle(world, many)
    asked_of = sorted(key for key, field in oracle.fields.items() if operators(field.kind))
    leaf = st.sampled_from(asked_of).flatmap(
        lambda key: _conditions(oracle.fields[key], many, world)
    )
    groups = st.recursive(
        leaf,
        lambda items: st.fixed_dictionaries(
            {
                "op": st.sampled_from(["and", "or", "not"]),
                "items": st.lists(items, min_size=1, max_size=3),
            }
        ),
        max_leaves=6,
    )
    tree = data.draw(groups.filter(lambda node: _depth(node) <= 4))

    asked = filters.parse(tree, reader=world.boss)
    found = Customer.objects.filter(asked.q(today=TODAY, zone=SHANGHAI))

    expected = {row.pk for row in many.customers if oracle.meets(tree, row)}
    assert set(found.values_list("pk", flat=True)) == expected
    assert filters.parse(asked.data, reader=world.boss).data == asked.data
    assert len(filters.describe(asked)) == len(asked.items)


def _depth(node: Mapping[str, Any]) -> int:
    return 1 + max(map(_depth, node["items"])) if "op" in node else 1


def test_a_chip_tells_a_dealer_s_person_no_name_of_the_company(world: World) -> None:
    dealer = as_dealer(world)
    for field, pk, text in (
        ("owner", world.zheng.pk, "?"),
        ("owner", dealer.pk, "苏细莲"),
        ("department", world.east.pk, "?"),
    ):
        asked = filters.parse({"field": field, "is": "in", "value": [pk]}, reader=dealer)
        assert [chip.text for chip in filters.describe(asked)] == [text]
