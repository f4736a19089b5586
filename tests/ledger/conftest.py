"""Metrics and facts that exist in these tests only: sales of a stall, kept in a dictionary."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import catalogue, facts, sources
from zhuixiao.ledger.actions import Posting, post, post_many, unpost
from zhuixiao.ledger.catalogue import Dimension, Metric, Ratio
from zhuixiao.ledger.facts import Fact, FactKind

SOLD = Metric(
    id=901,
    key="stall.sold",
    label="Pieces sold",
    unit="count",
    module="customers",
    dims=frozenset({Dimension.PRODUCT}),
    on_timeline=True,
)
TAKINGS = Metric(
    id=902, key="stall.takings", label="Takings", unit="money", module="customers", value="amount"
)
VISITS = Metric(
    id=903,
    key="stall.visits",
    label="Visits",
    unit="count",
    module="activities",
    dims=frozenset({Dimension.OPTION, Dimension.CHANNEL}),
    on_timeline=True,
)
BUYERS = Metric(
    id=904,
    key="stall.buyers",
    label="Buyers",
    unit="count",
    module="customers",
    aggregate="distinct_customers",
    source="stall.sold",
)
COSTS = Metric(
    id=905,
    key="stall.costs",
    label="Costs of what was sold",
    unit="money",
    module="customers",
    source="stall.sold",
    value="cost",
)
LENGTH = Metric(
    id=906,
    key="stall.length",
    label="Metres sold",
    unit="quantity",
    module="customers",
    dims=frozenset({Dimension.PRODUCT}),
)
REVENUE = Metric(
    id=907,
    key="stall.revenue",
    label="Revenue of what was sold by length",
    unit="money",
    module="customers",
    source="stall.length",
    value="amount",
)
MARGIN = Metric(
    id=908,
    key="stall.margin",
    label="Margin of what was sold by length",
    unit="money",
    module="customers",
    source="stall.length",
    value="margin",
    field="catalog.cost",
)
# Posted for itself, so that its own entries tell the cost.
SPENT = Metric(
    id=909,
    key="stall.spent",
    label="Spent",
    unit="money",
    module="customers",
    value="cost",
    field="catalog.cost",
    on_timeline=True,
)
SUPPLIED = Metric(
    id=910,
    key="stall.supplied",
    label="Customers supplied",
    unit="count",
    module="customers",
    aggregate="distinct_customers",
    source="stall.spent",
)
RATE = Ratio("stall.rate", "Margin rate", "percent", "stall.margin", "stall.revenue")
PRICE = Ratio("stall.price", "Price a metre", "money", "stall.revenue", "stall.length")
AVERAGE = Ratio("stall.average", "Takings a piece", "money", "stall.takings", "stall.sold")
SHARE = Ratio("stall.share", "Buyers by visits", "percent", "stall.buyers", "stall.visits")
BY_LENGTH = (LENGTH, REVENUE, MARGIN, SPENT, SUPPLIED, RATE, PRICE)
FIRST = date(2025, 12, 15)


class Stall:
    """The facts: what each sale must have posted, and the shortest way to post it."""

    def __init__(self) -> None:
        self.sales: dict[int, list[Posting]] = {}

    def ids(self) -> Iterator[int]:
        return iter(sorted(self.sales))

    def postings_of(self, ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
        return {pk: self.sales[pk] for pk in ids if pk in self.sales}

    def load(self, employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
        """Everybody sees every sale, 苏细莲 none."""
        return {} if employee.username == "suxilian" else {pk: pk for pk in ids if pk in self.sales}

    def post(self, number: int, lines: list[Posting]) -> None:
        self.sales[number] = lines
        with transaction.atomic():
            post(fact=Fact("sale", number), postings=lines)

    def post_all(self, sales: Mapping[int, list[Posting]], *, fresh: bool = False) -> None:
        self.sales |= sales
        items = [(Fact("sale", number), lines) for number, lines in sales.items()]
        with transaction.atomic():
            post_many(items=items, fresh=fresh)

    def unpost(self, number: int) -> None:
        self.sales.pop(number, None)
        with transaction.atomic():
            unpost(fact=Fact("sale", number))


def sale(
    *,
    day: int = 0,
    by: Employee | None = None,
    employee: int = 1,
    customer: int = 1,
    product: int = 1,
    pieces: int = 1,
    option: int = 0,
) -> list[Posting]:
    """Three lines of one sale, `day` days after FIRST, at noon in Shanghai."""
    common = {
        **_noon(day),
        "employee_id": by.pk if by else employee,
        "department_id": by.department_id if by else employee % 2 + 1,
        "customer_id": customer,
        "product_id": product,
        "option_id": option,
    }
    return [
        Posting("stall.sold", quantity=pieces, cost=pieces * 90, **common),
        Posting("stall.takings", amount=pieces * 250, **common),
        Posting("stall.visits", **common),
    ]


def by_length(
    *, by: Employee, thousandths: int, amount: int, cost: int, customer: int = 1, day: int = 0
) -> list[Posting]:
    """A sale of cable: one line with its amount and cost, one that tells the cost alone."""
    common = {
        **_noon(day),
        "employee_id": by.pk,
        "department_id": by.department_id,
        "customer_id": customer,
        "cost": cost,
    }
    return [
        Posting("stall.length", quantity=thousandths, amount=amount, **common),
        Posting("stall.spent", quantity=0, **common),
    ]


def _noon(day: int) -> dict[str, Any]:
    on = FIRST + timedelta(days=day)
    return {"at": datetime(on.year, on.month, on.day, 4, tzinfo=UTC), "day": on}


@pytest.fixture
def stall(monkeypatch: pytest.MonkeyPatch) -> Stall:
    """The stall's metrics, kind and source, for one test; no other source is checked."""
    monkeypatch.setattr(catalogue, "_rows", dict(catalogue._rows))
    monkeypatch.setattr(catalogue, "_by_id", dict(catalogue._by_id))
    monkeypatch.setattr(facts, "_kinds", dict(facts._kinds))
    monkeypatch.setattr(facts, "_by_id", dict(facts._by_id))
    monkeypatch.setattr(sources, "_sources", {})
    stand = Stall()
    catalogue.register(SOLD, TAKINGS, VISITS, BUYERS, COSTS, AVERAGE, SHARE, *BY_LENGTH)
    facts.register(
        FactKind(
            id=99,
            key="sale",
            label="Sale",
            load=stand.load,
            template="ledger_tests/sale.html",
            url=lambda number: f"/sales/{number}/",
        )
    )
    sources.register("sale", ids=stand.ids, postings_of=stand.postings_of)
    return stand
