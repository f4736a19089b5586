"""Many orders of a file at once leave what each leaves by itself, and what a typed order leaves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import models, transaction

from tests.sales.trade.conftest import Bring
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer, OwnerSpan, StageChange
from zhuixiao.ledger.checks import verify
from zhuixiao.ledger.models import Entry, PeopleRollup
from zhuixiao.sales.actions import ordering
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Bought, Order, OrderLine, Return, ReturnLine
from zhuixiao.sales.trade.kinds import Kind

HEAD = "订单号,日期,客户,产品编码,产品名称,数量,单价,金额,税率,币种,汇率,负责人,备注\n"
# An order with its lines in a row; the second customer pays in another currency.
ORDERS = (
    "A-1,2025-11-03,广州迪宏,TC-100,温控器,2,120.5,,13%,,,郑斌,\n"
    "A-1,2025-11-03,广州迪宏,DV-20,电动阀,1.5,199.9999,,13%,,,郑斌,\n",
    "B-1,2025-11-04,Smith Ltd,TC-100,温控器,3,33.33,,,USD,7.123456,李慧,\n"
    "B-1,2025-11-04,Smith Ltd,NEW-1,新面板,7,0.01,,,USD,7.123456,李慧,\n",
    "A-2,2025-11-05,广州迪宏,DV-20,电动阀,4,200,700,6%,,,,加急\n",
    "A-3,2025-11-05,广州迪宏有限公司,TC-100,温控器,1,130,,,,,王五,\n",
    "C-1,2025-11-06,广州迪宏,DV-20,电动阀,-1,175,,,,,,\n",
    "C-2,2025-11-07,Smith Ltd,NEW-1,新面板,-7,0.01,,,USD,7.123456,,\n",
)
ADDING = {"customers": "create", "products": "create"}
OWN = {"id", "pk", "created_at", "updated_at", "at", "source_key"}


def rows(model: type[models.Model], *names: str, leave: Iterable[str] = ()) -> list[str]:
    """The plain values of a model's rows with these names of others, in no order."""
    plain = [
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation and field.name not in OWN | {*leave}
    ]
    return sorted(map(repr, model._default_manager.values_list(*plain, *names)))


def left() -> dict[str, list[Any]]:
    """All that orders leave, by names: the keys of a second run are others."""
    ids = {"fact_id", "customer_id", "product_id"}
    names = dict(Customer.objects.values_list("pk", "name")) | {0: ""}
    goods = dict(Product.objects.values_list("pk", "sku")) | {0: ""}
    entries = Entry.objects.values_list("customer_id", "product_id", "metric", "day", "quantity")
    return {
        "orders": rows(Order, "customer__name", "owner__name", "department__name"),
        "lines": rows(OrderLine, "order__number", "product__sku"),
        "returns": rows(Return, "order__number"),
        "return lines": rows(ReturnLine, "back__number", "line__position"),
        "products": rows(Product),
        "customers": rows(Customer, "owner__name", "stage__key", "region__name"),
        "owners": rows(OwnerSpan, "customer__name", "owner__name"),
        "stages": rows(StageChange, "customer__name", "after__key", "employee__name"),
        "bought": rows(Bought, "customer__name", "product__sku"),
        "entries": rows(Entry, leave=ids),
        "of whom": sorted((names[pk], goods[sku], *rest) for pk, sku, *rest in entries),
        "sums": sorted(PeopleRollup.objects.values_list()),
        "log": sorted(
            map(
                repr,
                AuditEntry.objects.exclude(action="import").values_list(
                    "action", "kind", "label", "changes", "version", "via", "employee__name"
                ),
            )
        ),
    }


@pytest.fixture
def thermostat(world: World) -> Product:
    values = ProductValues(
        name="温控器", sku="TC-100", unit="个", list_price=15_000, standard_cost=8_003
    )
    return products.add(by=actor(world.boss), values=values)


def test_a_file_leaves_what_its_orders_leave_one_by_one(
    world: World, thermostat: Product, bring: Bring
) -> None:
    found = []
    for files in ([HEAD + "".join(ORDERS)], [HEAD + rows for rows in ORDERS]):
        with transaction.atomic():
            outcomes = [bring(Kind.ORDERS, file, **ADDING) for file in files]
            assert sum(one.created for one in outcomes) == 4
            assert sum(one.returns for one in outcomes) == 2
            assert sum(one.refused for one in outcomes) == 0
            assert verify() == []
            found.append(left())
            transaction.set_rollback(True)
    at_once, one_by_one = found
    for name, held in at_once.items():
        assert held, name
        assert held == one_by_one[name], name


@pytest.mark.parametrize(("currency", "rate"), [("CNY", "1"), ("USD", "7.123456")])
def test_an_order_from_a_file_comes_to_what_the_same_comes_to_typed(
    world: World, thermostat: Product, bring: Bring, currency: str, rate: str
) -> None:
    head = "订单号,日期,客户,产品编码,数量,单价,税率,币种,汇率,负责人\n"
    tail = f"13%,{currency},{rate},郑斌\n"
    row = "F-1,2025-11-03,广州迪宏,TC-100,{},{},"
    content = head + row.format("2.5", "120.5051") + tail + row.format("1", "0.333") + tail
    bring(Kind.ORDERS, content, customers="create")
    order = Order.objects.get()
    lines = [NewLine(2_500, 1_205_051, thermostat.pk, tax_bp=1_300)]
    lines.append(replace(lines[0], quantity=1_000, price=3_330))
    typed = ordering.place(
        by=actor(world.boss),
        new=NewOrder(
            customer_id=order.customer_id,
            signed_on=date(2025, 11, 3),
            lines=lines,
            currency=currency,
            rate_e6=order.rate_e6,
            owner=world.zheng,
        ),
    )
    sums = ("amount", "tax", "base_amount", "cost", "currency", "rate_e6", "owner_id")
    assert [getattr(order, name) for name in sums] == [getattr(typed, name) for name in sums]
    kept = ("position", "product_id", "name", "unit", "quantity", "list_price", "price")
    columns = (*kept, "discount_bp", "tax_bp", *sums[:4])
    assert list(order.lines.values_list(*columns)) == list(typed.lines.values_list(*columns))
    posted = ("metric", "day", "line", "quantity", "amount", "cost", "employee_id", "department_id")
    ids = ("product_id", "customer_id", "channel_id", "region_id")
    one, other = (
        list(Entry.objects.filter(fact_id=pk, cost__gt=0).values_list(*posted, *ids))
        for pk in (order.pk, typed.pk)
    )
    assert one == other
    assert one
    bought = Bought.objects.get()
    assert bought.quantity == 2 * 3_500
    assert bought.amount == order.base_amount + typed.base_amount


def test_a_new_product_is_listed_in_the_companys_currency(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, HEAD + ORDERS[1], **ADDING)
    assert Product.objects.get(sku="TC-100").list_price == 23_742
    line = OrderLine.objects.get(product__sku="TC-100")
    # 237.42 at that rate is 33.3293.
    assert (line.list_price, line.price) == (333_293, 333_300)
