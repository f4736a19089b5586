"""How the database finds the rows: by an index, never by reading the whole ledger."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.ledger.conftest import FIRST, Stall, sale
from tests.world import World
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.actions import post, post_many
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.queries import count, entries, first_last, query, timeline, timeline_counts

MONTH = Period.of(PeriodKind.MONTH, date(2026, 1, 1))
DAY = Period(date(2026, 1, 5), date(2026, 1, 5))
SUMS = ["stall.sold", "stall.takings", "stall.visits"]
TABLES = (
    "ledger_entry",
    "ledger_rollup",
    "ledger_peoplerollup",
    "ledger_productrollup",
    "ledger_customercount",
    "ledger_customerrollup",
)


def _plan(sql: str) -> str:
    """The steps of a statement, as the database would take them."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def _reads_everything(plan: str) -> bool:
    if connection.vendor == "postgresql":
        return any(f"Seq Scan on {table}" in plan for table in TABLES)
    # SQLite scans a subquery or a list of values too: those are small.
    return any(
        line.startswith("SCAN") and line.split()[1] in {*TABLES, "e", "newer"}
        for line in plan.splitlines()
    )


def _statements(question: Callable[[], object]) -> Iterator[str]:
    with CaptureQueriesContext(connection) as queries:
        question()
    for row in queries:
        if "ledger_" in row["sql"]:
            # executemany is told as "3 times: ...", with open parameters.
            yield row["sql"].rpartition(" times: ")[2].replace("%s", "0")


@pytest.mark.django_db
def test_no_question_reads_the_whole_ledger(stall: Stall, world: World) -> None:
    items = [
        (
            Fact("sale", number),
            sale(
                day=number % 360,
                employee=number // 360 + 1,
                customer=number % 900 + 1,
                product=number % 997,
            ),
        )
        for number in range(1, 7_001)
    ]
    with transaction.atomic():
        post_many(items=items, fresh=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(TABLES)}")
    boss, manager = world.boss, world.manager
    person = {Dimension.EMPLOYEE: [7]}
    customer = {Dimension.CUSTOMER: [7]}

    def repost() -> None:
        with transaction.atomic():
            post(fact=Fact("sale", 5), postings=sale(day=5, employee=3, pieces=2))
            post(fact=Fact("sale", 5), postings=[])

    questions: dict[str, Callable[[], object]] = {
        "day of a person": lambda: query(SUMS, period=DAY, where=person, visible_to=boss),
        "a month's day by day": lambda: query(
            SUMS, period=DAY, by=[Dimension.DAY, Dimension.EMPLOYEE], visible_to=boss
        ),
        "month in a scope": lambda: query(
            SUMS[:2], period=DAY, by=[Dimension.EMPLOYEE], visible_to=manager
        ),
        "compared": lambda: query(SUMS, period=DAY, visible_to=boss, compare=True),
        "customers of a month": lambda: query(["stall.buyers"], period=DAY, visible_to=manager),
        "a customer ever": lambda: query(SUMS, period=None, where=customer, visible_to=boss),
        "a customer's month": lambda: query(SUMS, period=MONTH, where=customer, visible_to=manager),
        "products of a month": lambda: query(
            SUMS[:1], period=MONTH, by=[Dimension.PRODUCT], visible_to=boss
        ),
        "a product's months": lambda: query(
            SUMS[:1],
            period=Period(date(2025, 7, 1), date(2026, 6, 30)),
            by=[Dimension.MONTH],
            where={Dimension.PRODUCT: [2]},
            visible_to=boss,
        ),
        "entries": lambda: entries("stall.sold", period=DAY, visible_to=boss),
        "a person's entries": lambda: entries(
            "stall.sold", period=MONTH, where=person, visible_to=manager, limit=5
        ),
        "a customer's entries": lambda: entries("stall.sold", where=customer, visible_to=boss),
        "next entries": lambda: entries(
            "stall.sold", period=DAY, visible_to=boss, after="20260105-1767585600000000-9"
        ),
        "count": lambda: count("stall.sold", period=DAY, visible_to=boss),
        "timeline": lambda: timeline(7, visible_to=boss),
        "next of the timeline": lambda: timeline(
            7, visible_to=boss, after="20260105-1767585600000000-9"
        ),
        "timeline counts": lambda: timeline_counts(7, visible_to=boss),
        "contacts": lambda: first_last([7, 8], "stall.sold"),
        "posting": repost,
    }
    for name, question in questions.items():
        found = 0
        for sql in _statements(question):
            found += 1
            plan = _plan(sql)
            assert not _reads_everything(plan), f"{name}: {sql}\n{plan}"
        assert found, name


@pytest.mark.django_db
def test_counting_customers_never_leaves_the_index(stall: Stall, world: World) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by its statistics of visible pages")
    (sql,) = _statements(
        lambda: query(
            ["stall.buyers"],
            period=Period(FIRST, FIRST + timedelta(days=9)),
            visible_to=world.manager,
        )
    )
    assert "USING COVERING INDEX entry_metric_day" in _plan(sql)
