"""Contract orders over the whole time: ten lines for each customer, of 5,000 products.

What each customer has bought of which product is not written: saving an order works it out anew.
"""

from zhuixiao.accounts.models import Company
from zhuixiao.catalog.models import Product
from zhuixiao.ledger import facts
from zhuixiao.sales import metrics, postings
from zhuixiao.sales.choices import OrderState

from . import words
from .days import DAYS, MINUTES
from .history import History

GOODS, LINES = 5_000, 10
# Products that nobody is said to be interested in, apart from those that customers ask for.
SKU = "BG-"
_NOON = MINUTES // 2


def write(history: History) -> None:
    """The products, and as many orders as there are customers, in the order of time."""
    goods = _goods()
    workdays = [day for day in range(DAYS) if history.calendar.is_workday[day]]
    days = sorted(history.rng.choice(workdays) for _number in range(history.plan.size))
    currency = Company.objects.get().currency
    for number, day in enumerate(days, start=1):
        _order(history, number, day, currency, goods)
    history.tables.flush()


def _goods() -> list[Product]:
    rows = [
        Product(
            name=f"{words.GOODS[number % len(words.GOODS)]} {number}",
            sku=f"{SKU}{number}",
            unit="个",
            list_price=1_000 + number,
            standard_cost=600 + number % 500,
        )
        for number in range(GOODS)
    ]
    return Product.objects.bulk_create(rows, batch_size=500)


def _order(history: History, pk: int, day: int, currency: str, goods: list[Product]) -> None:
    rng, calendar, tables = history.rng, history.calendar, history.tables
    customer = rng.randrange(history.plan.size)
    seller = history.sellers[history.plan.seller[customer]]
    channel = history.channels[history.channel[customer]]
    region = history.regions[history.region[customer]][0]
    at, on, kind = calendar.micro(day * MINUTES + _NOON), calendar.numbers[day], postings.ORDER
    lines: list[tuple[int, int, int, int]] = []
    for place in range(LINES):
        product, pieces = rng.choice(goods), rng.randint(1, 20)
        amount, cost = pieces * product.list_price, pieces * product.standard_cost
        lines.append((product.pk, pieces * 1_000, amount, cost))
        tables.order_line.add(
            pk, place, product.pk, product.name, product.unit, pieces * 1_000,
            product.list_price * 100, product.list_price * 100, amount, amount, cost,
        )  # fmt: skip
    amount, cost = sum(line[2] for line in lines), sum(line[3] for line in lines)
    tables.order.add(
        pk, f"B{pk}", customer + 1, seller.pk, seller.department_id, channel, region,
        OrderState.SIGNED.value, calendar.texts[day], currency, amount, amount, cost, seller.pk,
        calendar.instant(day * MINUTES + _NOON),
    )  # fmt: skip
    posted = [
        (metrics.PLACED.id, 1, amount, cost, 0),
        *((metrics.UNITS.id, units, sold, costs, goods) for goods, units, sold, costs in lines),
    ]
    for number, (metric, quantity, sold, costs, product_id) in enumerate(posted):
        tables.entry.add(
            at, on, metric, quantity, sold, costs, seller.pk, seller.department_id, customer + 1,
            channel, product_id, region, 0, facts.get(kind).id, pk, number,
        )  # fmt: skip
