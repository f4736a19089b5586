"""A year of a British shop (../shared/data/uci_online_retail): half a million lines with returns.

Figures of the first rows are counted here by plain Python; those of the whole file, which takes
minutes, stand in expected.json: `FULL=1 pytest tests/sales/trade/test_online_retail.py`.
"""

import csv
import gzip
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.sales.trade.conftest import Bring
from tests.shared import DATA, needs_shared
from tests.world import World
from zhuixiao.accounts.models import Company
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.checks import verify
from zhuixiao.ledger.queries import query
from zhuixiao.sales.models import Bought, Order, OrderLine, Return, ReturnLine
from zhuixiao.sales.trade.kinds import Kind
from zhuixiao.sales.trade.outcome import Outcome

pytestmark = [pytest.mark.shared, needs_shared]

FOLDER = DATA / "uci_online_retail"
SLICE = 12_000
YEAR = Period(date(2010, 12, 1), date(2011, 12, 31))
OPTIONS = {"customers": "create", "products": "create", "zero_prices": "leave_out"}


def lines(count: int | None) -> Iterator[str]:
    with gzip.open(FOLDER / "online_retail_2010_2011.csv.gz", "rt", encoding="utf-8") as file:
        yield from islice(file, None if count is None else count + 1)


def brought(bring: Bring, folder: Path, count: int | None) -> Outcome:
    Company.objects.update(currency="GBP")
    path = folder / "online_retail.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines(count))
    return bring(Kind.ORDERS, path, **OPTIONS)


def cents(amount: Decimal) -> int:
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def repeat_rate() -> float:
    """Customers with two orders or more, of those with any."""
    buyers = Customer.objects.filter(order_count__gte=1).count()
    return Customer.objects.filter(order_count__gte=2).count() / buyers


def by_month(world: World, key: str) -> dict[str, Any]:
    table = query([key], period=YEAR, by=[Dimension.MONTH], visible_to=world.boss)
    return {str(row.key[0])[:7]: row.values[key] for row in table if row.values[key]}


def test_the_first_rows_count_as_plain_python_counts_them(
    world: World, bring: Bring, tmp_path: Path
) -> None:
    outcome = brought(bring, tmp_path, SLICE)
    revenue: dict[str, int] = defaultdict(int)
    exact = Decimal()
    placed: dict[str, set[str]] = defaultdict(set)
    orders: dict[str, set[str]] = defaultdict(set)
    units: Counter[str] = Counter()
    returned: dict[int, int] = {}
    for number, row in enumerate(csv.DictReader(lines(SLICE)), start=2):
        quantity, price = int(row["Quantity"]), Decimal(row["UnitPrice"])
        if not row["CustomerID"] or price == 0:
            continue
        if quantity < 0:
            returned[number] = -quantity
            continue
        month = row["InvoiceDate"][:7]
        revenue[month] += cents(quantity * price)
        exact += quantity * price
        placed[month].add(row["InvoiceNo"])
        orders[row["CustomerID"]].add(row["InvoiceNo"])
        units[row["StockCode"]] += quantity
    assert by_month(world, "orders.amount") == dict(revenue)
    assert by_month(world, "orders.placed") == {month: len(one) for month, one in placed.items()}
    total = query(
        ["orders.placed", "orders.customers", "orders.average"], period=None, visible_to=world.boss
    ).total.values
    count = sum(len(one) for one in orders.values())
    assert (total["orders.placed"], total["orders.customers"]) == (count, len(orders))
    assert total["orders.average"] == cents(exact / count)
    repeated = sum(len(one) > 1 for one in orders.values())
    assert repeat_rate() == repeated / len(orders)
    sold = Counter[str]()
    for sku, quantity in OrderLine.objects.values_list("product__sku", "quantity"):
        sold[sku] += quantity // 1000
    assert sold == units
    # What came back is a return, or listed with the reason.
    assert Return.objects.count() == outcome.returns > 0
    back = sum(ReturnLine.objects.values_list("quantity", flat=True)) // 1000
    refused = [number for number, _reason in outcome.listed]
    assert len(refused) == outcome.refused
    assert back + sum(returned[number] for number in refused) == sum(returned.values())
    assert outcome.lines == OrderLine.objects.count()
    assert verify() == []
    _ceilings_hold()


def _ceilings_hold() -> None:
    """What a customer has is what was sold to it less what came back."""
    for customer in Customer.objects.filter(order_count__gt=0)[:20]:
        orders = Order.objects.filter(customer=customer)
        amount = sum(order.base_amount - order.returned for order in orders)
        assert customer.order_amount == customer.owed_amount == amount
        bought = Bought.objects.filter(customer=customer)
        assert sum(bought.values_list("amount", flat=True)) == amount


@pytest.mark.skipif(not os.environ.get("FULL"), reason="minutes: set FULL=1")
def test_the_whole_year(world: World, bring: Bring, tmp_path: Path) -> None:
    outcome = brought(bring, tmp_path, None)
    expected = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["2010_2011"]
    clean = expected["clean"]
    assert outcome.rows == expected["raw"]["rows"] == 541_909
    assert (outcome.created, outcome.lines) == (clean["invoices"], clean["rows"])
    total = query(
        ["orders.placed", "orders.amount", "orders.customers", "orders.average"],
        period=None,
        visible_to=world.boss,
    ).total.values
    assert total["orders.placed"] == clean["invoices"] == 18_532
    # Lines of 0.001 a piece are rounded to the cent, each by itself; the sum is the file's.
    assert total["orders.amount"] == cents(Decimal(str(clean["revenue"]))) == 891_140_790
    assert total["orders.customers"] == clean["customers"] == 4338
    assert total["orders.average"] == cents(Decimal(str(clean["average_order_value"])))
    assert round(repeat_rate(), 6) == clean["rfm"]["repeat_purchase_rate"] == 0.655832
    months = {
        month: cents(Decimal(str(amount))) for month, amount in clean["revenue_by_month"].items()
    }
    assert by_month(world, "orders.amount") == months
    assert by_month(world, "orders.placed") == clean["orders_by_month"]
    assert by_month(world, "orders.customers") == clean["active_customers_by_month"]
    counts = Counter(
        min(count, 10) for count in Customer.objects.values_list("order_count", flat=True)
    )
    wanted = clean["rfm"]["customers_by_order_count"]
    assert {str(count): customers for count, customers in counts.items()} == wanted
    for sku, amount, quantity in clean["top10_stock_codes_by_revenue"]:
        found = OrderLine.objects.filter(product__sku=sku)
        assert sum(found.values_list("amount", flat=True)) == cents(Decimal(str(amount)))
        assert sum(found.values_list("quantity", flat=True)) == quantity * 1000
    assert verify() == []
    again = bring(Kind.ORDERS, tmp_path / "online_retail.csv", **OPTIONS)
    assert (again.created, again.returns, again.differs) == (0, 0, 0)
    assert again.same == outcome.created + _returned_numbers()


def _returned_numbers() -> int:
    """How many numbers of the file stand on a return; some went back to several orders."""
    keys = Return.objects.exclude(source_key="").values_list("number", flat=True)
    return len({key.partition("-")[0] for key in keys})
