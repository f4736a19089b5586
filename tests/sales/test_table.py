"""What was sold stands in the one table, for those who may know it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.api.conftest import ApiOf, api_of
from tests.conftest import ClientOf
from tests.customers.exporting.test_exporting import made
from tests.customers.importing.files import as_csv, imported
from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product
from zhuixiao.customers import filters
from zhuixiao.customers.actions import editing
from zhuixiao.customers.fields import all_fields, visible_fields
from zhuixiao.customers.fields.sold import SOLD
from zhuixiao.customers.filters.errors import BadFilter
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import pools, sorting
from zhuixiao.customers.queries.views import tabs
from zhuixiao.kit.errors import Invalid
from zhuixiao.ledger.queries import sum_of
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.queries.wallet import last_year

__all__ = ["api_of"]

pytestmark = pytest.mark.django_db
ORDERS = {"order_count", "order_amount", "margin", "first_order", "last_order", "contract_end"}
MONEY = {"paid_amount", "owed_amount"}
SHOWN = "name,order_count,order_amount,margin,owed_amount,bought,wallet_share,yearly_spend"
DAY = timedelta(days=1)


def grant(person: Employee, *, orders: bool = True, payments: bool = True, cost: str) -> Employee:
    """The person with a role of his own."""
    modules: dict[str, Any] = {"customers": {"scope": "all", "actions": ["view", "export"]}}
    for key, is_open in (("orders", orders), ("payments", payments)):
        modules[key] = {"scope": "all", "actions": ["view"] if is_open else []}
    person.role.grants = {"modules": modules, "fields": {"catalog.cost": cost}}
    person.role.save()
    fresh: Employee = Employee.objects.with_access().get(pk=person.pk)
    return fresh


def rows(client: Client, **params: str) -> list[dict[str, Any]]:
    """The rows of the table by column."""
    keys = params.setdefault("cols", SHOWN).split(",")
    body = client.get("/customers/rows/", params, headers={"accept": "application/json"}).json()
    return [dict(zip(keys, row[2:], strict=True)) for row in body["rows"]]


def found(reader: Employee, **condition: Any) -> set[str]:
    data = {"is" if name == "op" else name: value for name, value in condition.items()}
    asked = filters.parse(data, reader=reader)
    q = asked.q(today=TODAY, zone=actor(reader).zone)
    return set(Customer.objects.filter(q).values_list("name", flat=True))


def spend(world: World, customer: Customer, minor: int | None) -> None:
    editing.edit(by=actor(world.zheng), customer=customer, values={"yearly_spend": minor})


def test_the_row_tells_orders_margin_products_and_share(
    world: World, customer: Customer, place_order: PlaceOrder, thermostat: Product,
    client_of: ClientOf,
) -> None:  # fmt: skip
    place_order()
    spend(world, customer, 480_000)
    (row,) = rows(client_of(world.boss))
    assert row == {
        "name": "广州迪宏",
        "order_count": 1,
        "order_amount": 120_000,
        "margin": 40_000,
        "owed_amount": 120_000,
        "bought": [thermostat.pk],
        "wallet_share": 2_500,
        "yearly_spend": 480_000,
    }


@time_machine.travel(NOW, tick=False)
def test_the_share_is_of_twelve_months_and_unknown_without_the_spend(
    world: World, customer: Customer, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    place_order(signed_on=TODAY - 365 * DAY)
    place_order(signed_on=TODAY - 364 * DAY)
    assert rows(client_of(world.boss))[0]["wallet_share"] is None
    spend(world, customer, 240_000)
    assert rows(client_of(world.boss))[0]["wallet_share"] == 5_000
    assert sum_of([customer.pk], "sales.amount", period=last_year(TODAY)) == {customer.pk: 120_000}
    assert last_year(TODAY).start == TODAY - 364 * DAY


def test_who_may_not_see_orders_or_payments_or_costs_sees_none_of_their_columns(
    world: World,
) -> None:
    def keys(**rights: Any) -> set[str]:
        return {field.key for field in visible_fields(grant(world.zheng, **rights).access)}

    assert keys(cost="read") >= ORDERS | MONEY | {"bought", "wallet_share"}
    assert "margin" not in keys(cost="hidden")
    assert keys(cost="read", orders=False).isdisjoint(ORDERS | {"bought", "wallet_share"})
    assert keys(cost="read", payments=False).isdisjoint(MONEY)


def test_what_is_hidden_cannot_be_asked_or_sorted_by_and_has_no_tab(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    zheng = grant(world.zheng, orders=False, payments=False, cost="hidden")
    for key in ("order_amount", "owed_amount", "margin"):
        with pytest.raises(BadFilter):
            filters.parse({"field": key, "is": ">", "value": 0}, reader=zheng)
    with pytest.raises(BadFilter):
        filters.parse({"field": "bought", "is": "filled"}, reader=zheng)
    with pytest.raises(sorting.BadSort):
        sorting.keys("order_amount", fields=visible_fields(zheng.access), access=zheng.access)
    assert {"bought", "owing", "asleep"}.isdisjoint(tab.key for tab in tabs(zheng))
    assert {"bought", "owing", "asleep"} <= {tab.key for tab in tabs(world.boss)}
    asked = {"cols": "name,order_amount,margin"}
    answer = client_of(zheng).get("/customers/rows/", asked, headers={"accept": "application/json"})
    assert [len(row) for row in answer.json()["rows"]] == [len(["id", "version", "name"])]


def test_a_masked_margin_comes_as_dots_and_in_no_sum(
    world: World, customer: Customer, place_order: PlaceOrder, client_of: ClientOf,
    tmp_path: Path,
) -> None:  # fmt: skip
    place_order()
    zheng = grant(world.zheng, cost="masked")
    client = client_of(zheng)
    assert rows(client, cols="name,margin")[0]["margin"] == "••••"
    assert client.get("/customers/sums/", {"cols": "name,margin,order_amount"}).json() == {
        "order_amount": "1,200.00"
    }
    page = client.get(f"/customers/{customer.pk}/").content.decode()
    assert "400.00" not in page
    plain = client.get("/customers/", {"plain": "1", "cols": "name,margin"}).content.decode()
    assert "400.00" not in plain
    assert made(zheng, tmp_path / "a.xlsx", columns=["name", "margin"])[1][1] == "••••"


def test_sums_of_margins_are_of_all_that_match(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    place_order()
    place_order()
    sums = client_of(world.boss).get("/customers/sums/", {"cols": "name,margin"}).json()
    assert sums == {"margin": "800.00"}


def test_bought_is_asked_by_product_by_days_and_by_never(
    world: World, add_customer: AddCustomer, place_order: PlaceOrder,
    thermostat: Product, valve: Product,
) -> None:  # fmt: skip
    old, new = add_customer("老客户"), add_customer("新客户")
    add_customer("没买过")
    valves = [NewLine(quantity=1_000, price=2_000_000, product_id=valve.pk)]
    place_order(customer_id=old.pk, signed_on=TODAY - 90 * DAY)
    place_order(customer_id=old.pk, lines=valves)
    place_order(customer_id=new.pk, signed_on=TODAY - 89 * DAY)
    hot = [thermostat.pk]
    boss = world.boss
    assert found(boss, field="bought", op="in", value=hot) == {"老客户", "新客户"}
    assert found(boss, field="bought", op="not_in", value=[valve.pk]) == {
        "新客户",
        "没买过",
        "广州迪宏",
    }
    lately = {"days": 90, "ids": hot}
    assert found(boss, field="bought", op="lately", value=lately) == {"新客户"}
    assert found(boss, field="bought", op="empty") == {"没买过", "广州迪宏"}
    assert found(boss, field="bought", op="filled") == {"老客户", "新客户"}


@pytest.mark.parametrize(
    "value",
    [None, [1], {"days": 0, "ids": [1]}, {"days": 3, "ids": []}, {"days": True, "ids": [1]},
     {"days": 3}, {"days": 3, "ids": ["1"]}, {"days": 10_000, "ids": [1]}],
    ids=str,
)  # fmt: skip
def test_a_question_about_lately_is_checked(world: World, value: Any) -> None:
    data = {"field": "bought", "is": "lately", "value": value}
    with pytest.raises(BadFilter):
        filters.parse(data, reader=world.boss)


def test_chips_tell_what_was_bought(world: World, thermostat: Product, settings: Any) -> None:
    def chip(operator: str, value: Any = None) -> str:
        data = {"field": "bought", "is": operator} | ({} if value is None else {"value": value})
        return filters.describe(filters.parse(data, reader=world.boss))[0].text

    assert chip("in", [thermostat.pk]) == "温控器"
    assert chip("not_in", [thermostat.pk]) == "从未买过温控器"
    assert chip("lately", {"days": 90, "ids": [thermostat.pk]}) == "温控器 最近 90 天内"
    assert chip("empty") == "什么都没买过"


def test_money_ranges_and_relative_days_find_their_customers(
    world: World, add_customer: AddCustomer, place_order: PlaceOrder
) -> None:
    quiet, ending = add_customer("沉睡"), add_customer("快到期")
    add_customer("没下单")
    place_order(customer_id=quiet.pk, signed_on=TODAY - 91 * DAY)
    place_order(customer_id=ending.pk, ends_on=TODAY + 29 * DAY)
    boss = world.boss
    assert found(boss, field="last_order", op="relative", value="ago:90") == {"沉睡"}
    assert found(boss, field="contract_end", op="relative", value="next:30") == {"快到期"}
    money = [100_000, 120_000]
    assert found(boss, field="order_amount", op="between", value=money) == {"沉睡", "快到期"}
    assert found(boss, field="margin", op=">", value=39_999) == {"沉睡", "快到期"}
    assert found(boss, field="margin", op="<", value=1) == {"没下单", "广州迪宏"}


@time_machine.travel(NOW, tick=False)
def test_the_built_in_tabs_hold_those_whom_they_name(
    world: World, add_customer: AddCustomer, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    quiet, fresh = add_customer("沉睡"), add_customer("新单")
    add_customer("没下单")
    place_order(customer_id=quiet.pk, signed_on=TODAY - 91 * DAY)
    place_order(customer_id=fresh.pk)
    Customer.objects.filter(pk=quiet.pk).unlogged_update(owed_amount=0)
    client = client_of(world.boss)

    def names(view: str) -> list[str]:
        body = client.get(
            "/customers/rows/", {"view": view}, headers={"accept": "application/json"}
        ).json()
        return [row[2] for row in body["rows"]]

    assert names("bought") == ["新单", "沉睡"]
    assert names("owing") == ["新单"]
    assert names("asleep") == ["沉睡"]


def test_every_sortable_column_of_selling_has_its_index() -> None:
    indexes = {
        index.fields[0].removeprefix("-") for index in Customer._meta.indexes if index.fields
    }
    for field in all_fields():
        if field.module and field.is_sortable:
            assert field.column in indexes, field.key
    assert {field.key for field in SOLD if field.is_sortable} == {"order_amount", "last_order"}


def test_no_pool_shows_what_was_sold_before_claiming() -> None:
    shown = {field.key for field in pools.choosable()}
    assert shown.isdisjoint({field.key for field in SOLD} | {"yearly_spend", "bought"})


def test_the_customer_s_page_tells_it_and_leaves_out_sums_of_nothing(
    world: World, customer: Customer, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    before = client.get(f"/customers/{customer.pk}/").content.decode()
    assert "<dt>订单金额</dt>" not in before
    place_order()
    spend(world, customer, 480_000)
    page = client.get(f"/customers/{customer.pk}/").content.decode()
    for shown in ("<dt>订单金额</dt>", "1,200.00", "<dt>客户份额</dt>", "25.0%", "温控器"):
        assert shown in page


def test_export_and_api_tell_it_too(
    world: World, customer: Customer, place_order: PlaceOrder, thermostat: Product,
    api_of: ApiOf,
    tmp_path: Path,
) -> None:  # fmt: skip
    place_order()
    spend(world, customer, 480_000)
    columns = ["name", "order_amount", "margin", "bought", "wallet_share", "last_order"]
    head, row = made(world.boss, tmp_path / "a.xlsx", columns=columns)
    assert head[1:] == ["订单金额", "毛利", "已购产品", "客户份额", "最近下单"]
    assert row[1:5] == [1200, 400, "温控器", 25]
    tree = json.dumps({"field": "order_amount", "is": ">", "value": 100})
    (item,) = api_of(world.boss)("GET", f"/customers?filter={tree}&sort=-order_amount").json()[
        "items"
    ]
    assert item["values"]["margin"] == 40_000
    assert item["values"]["bought"] == [thermostat.pk]
    narrow = api_of(world.boss, ["customers.view"])
    values = narrow("GET", f"/customers/{customer.pk}").json()["values"]
    assert ORDERS.isdisjoint(values)


def test_the_yearly_spend_is_edited_checked_and_imported(world: World, customer: Customer) -> None:
    for wrong in (-1, 10**14, True, "12"):
        with pytest.raises(Invalid):
            editing.edit(by=actor(world.zheng), customer=customer, values={"yearly_spend": wrong})
    spend(world, customer, 5)
    spend(world, customer, None)
    imported(world.boss, as_csv([["客户名称", "年采购额"], ["杭州西子", "12.5万"], ["负数", "-3"]]))
    held = Customer.objects.filter(name="杭州西子").values_list("yearly_spend", flat=True)
    assert list(held) == [12_500_000]
    assert not Customer.objects.filter(name="负数").exists()


def test_columns_of_higher_apps_cost_two_statements_a_page(
    world: World, add_customer: AddCustomer, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    from zhuixiao.customers.queries.table import Reading, table_rows

    for number in range(5):
        spend(world, add_customer(f"客户{number}"), 100)
    reader = Employee.objects.with_access().get(pk=world.boss.pk)
    asked = [field for field in all_fields() if field.added]
    reading = Reading(reader, asked, TODAY, actor(reader).zone)
    held = [{"pk": pk, "version": 1} for pk in Customer.objects.values_list("pk", flat=True)]
    # What was bought; spends and sales of twelve months.
    with django_assert_num_queries(3):
        table_rows(reading, held)
