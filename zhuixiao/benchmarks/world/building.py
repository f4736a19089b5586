"""Filling an empty, migrated database with a company of a given size."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from random import Random

from zhuixiao.catalog.models import Product, ProductCategory
from zhuixiao.demo.people import PRODUCTS
from zhuixiao.ledger.checks.sums import fill

from . import customers, loading, opportunities, orders, people, reports, tables
from .days import Calendar
from .history import History
from .plan import Plan

SEED = 2012
Progress = Callable[[str], None]


def build(size: int, *, now: datetime, progress: Progress) -> None:
    """`size` customers with their lives until yesterday; the same seed and day, the same world."""
    rng, yesterday = Random(SEED), now.astimezone(UTC).date() - timedelta(days=1)
    calendar = Calendar(yesterday)
    # Before the first day of office, so that nothing is older than the people who did it.
    sellers = people.hire_all(datetime.combine(calendar.first, time(), UTC))
    _products()
    progress("planning")
    plan = Plan(size, sellers=people.SELLERS, others=people.OTHERS, rng=rng, calendar=calendar)
    history = History(plan, sellers, calendar, rng)
    with loading.hurried(tables.LARGE):
        progress("writing what was done")
        history.play()
        progress("writing customers")
        customers.write(history)
        reports.write(history)
        progress("writing orders")
        orders.write(history)
        opportunities.write(history)
        progress("making indexes")
    progress("summing up")
    fill(lambda _step, _done: None)


def _products() -> None:
    category = ProductCategory.objects.create(name=PRODUCTS[0][0])
    for _category, name, sku, unit, price, cost in PRODUCTS:
        Product.objects.create(
            name=name,
            sku=sku,
            category=category,
            unit=unit,
            list_price=price * 100,
            standard_cost=cost * 100,
        )
