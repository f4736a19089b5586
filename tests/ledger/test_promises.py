"""The three promises of the ledger over random histories."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.conftest import FIRST, Stall, sale
from tests.world import World
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.models import (
    CustomerCount,
    CustomerRollup,
    Entry,
    PeopleRollup,
    ProductRollup,
    Rollup,
)
from zhuixiao.ledger.queries import entries, query

WHOLE = Period(FIRST, FIRST + timedelta(days=120))
Step = tuple[str, list[int], list[Posting]]
sales = st.builds(
    sale,
    day=st.integers(0, 120),
    employee=st.integers(1, 3),
    customer=st.integers(0, 4),
    product=st.integers(0, 2),
    pieces=st.integers(-3, 9),
    option=st.integers(0, 2),
)
twice: st.SearchStrategy[list[Posting]] = st.tuples(sales, sales).map(lambda two: two[0] + two[1])
some_lines = st.one_of(sales, twice, st.builds(list[Posting]))
numbers = st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True)
histories = st.lists(
    st.tuples(st.sampled_from(["post", "post", "bulk", "again", "unpost"]), numbers, some_lines),
    max_size=20,
)


def play(stall: Stall, history: list[Step]) -> None:
    """Create, edit, repeat, delete and write in bulk, in this order."""
    stall.sales.clear()
    for step, facts, lines in history:
        match step:
            case "post":
                stall.post(facts[0], lines)
            case "bulk":
                stall.post_all(dict.fromkeys(facts, lines))
            case "again":
                stall.post(facts[0], list(reversed(stall.sales.get(facts[0], []))))
            case "unpost":
                stall.unpost(facts[0])


def over_histories(test: Callable[..., None]) -> Any:
    """Run a test on random histories, each of them rolled back at its end."""

    @pytest.mark.django_db
    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(history=histories)
    @wraps(test)
    def run(stall: Stall, world: World, history: list[Step]) -> None:
        with transaction.atomic():
            play(stall, history)
            test(stall, world, history)
            transaction.set_rollback(True)

    return run


def snapshot() -> tuple[Any, ...]:
    """All that the ledger holds, ids of entries left out."""
    columns = [field.attname for field in Entry._meta.fields if field.attname != "id"]
    return (
        Counter(Entry.objects.values_list(*columns)),
        set(Rollup.objects.values_list()),
        set(PeopleRollup.objects.values_list()),
        set(ProductRollup.objects.values_list()),
        set(CustomerRollup.objects.values_list()),
        set(CustomerCount.objects.values_list()),
    )


@over_histories
def test_rollups_entries_and_facts_agree_after_any_history(
    stall: Stall, world: World, history: list[Step]
) -> None:
    assert checks.verify() == []


@over_histories
def test_a_rebuilt_ledger_is_the_ledger_that_was(
    stall: Stall, world: World, history: list[Step]
) -> None:
    before = snapshot()
    assert checks.rebuild() == len(stall.sales)
    assert snapshot() == before


@over_histories
def test_an_edited_fact_leaves_what_deleting_and_creating_it_leaves(
    stall: Stall, world: World, history: list[Step]
) -> None:
    after_edits = snapshot()
    for number, lines in dict(stall.sales).items():
        stall.unpost(number)
        stall.post(number, lines)
    assert snapshot() == after_edits


@over_histories
def test_every_split_of_a_period_adds_up_to_the_facts(
    stall: Stall, world: World, history: list[Step]
) -> None:
    lines = [line for rows in stall.sales.values() for line in rows]
    pieces = sum(line.quantity for line in lines if line.metric == "stall.sold")
    takings = sum(line.amount for line in lines)
    for split in Dimension:
        if split in {Dimension.CHANNEL, Dimension.REGION, Dimension.OPTION}:
            continue
        metrics = ["stall.sold", "stall.takings"] if split != Dimension.PRODUCT else ["stall.sold"]
        table = query(metrics, period=WHOLE, by=[split], visible_to=world.boss)
        assert sum(row.values["stall.sold"] or 0 for row in table) == pieces
        if "stall.takings" in metrics:
            assert sum(row.values["stall.takings"] or 0 for row in table) == takings
            assert table.value("stall.takings") == takings
        assert table.value("stall.sold") == pieces


@over_histories
def test_days_add_up_to_weeks_to_months_to_years(
    stall: Stall, world: World, history: list[Step]
) -> None:
    expected: dict[Dimension, Counter[str]] = defaultdict(Counter)
    for line in (line for rows in stall.sales.values() for line in rows):
        if line.metric == "stall.sold":
            year, week, _day = line.day.isocalendar()
            expected[Dimension.DAY][str(line.day)] += line.quantity
            expected[Dimension.WEEK][f"{year} {week}"] += line.quantity
            expected[Dimension.MONTH][f"{line.day:%Y-%m}"] += line.quantity
            expected[Dimension.YEAR][f"{line.day:%Y}"] += line.quantity
    formats = {
        Dimension.DAY: "%Y-%m-%d",
        Dimension.WEEK: "%G %V",
        Dimension.MONTH: "%Y-%m",
        Dimension.YEAR: "%Y",
    }
    for unit, form in formats.items():
        table = query(["stall.sold"], period=WHOLE, by=[unit], visible_to=world.boss)
        got = {f"{row.key[0]:{form}}".replace(" 0", " "): row.values["stall.sold"] for row in table}
        assert got == dict(expected[unit])


@over_histories
def test_every_figure_opens_to_entries_of_the_same_sum(
    stall: Stall, world: World, history: list[Step]
) -> None:
    table = query(
        ["stall.sold"],
        period=WHOLE,
        by=[Dimension.EMPLOYEE, Dimension.PRODUCT],
        visible_to=world.boss,
    )
    for row in table:
        employee, product = (int(str(part)) for part in row.key)
        where = {Dimension.EMPLOYEE: [employee], Dimension.PRODUCT: [product]}
        opened = entries("stall.sold", period=WHOLE, where=where, visible_to=world.boss, limit=500)
        assert sum(entry.quantity for entry in opened.entries) == row.values["stall.sold"]
        assert opened.entries


@over_histories
def test_different_customers_are_counted_in_the_period_not_added_over_its_parts(
    stall: Stall, world: World, history: list[Step]
) -> None:
    expected: dict[int, set[int]] = defaultdict(set)
    for line in (line for rows in stall.sales.values() for line in rows):
        if line.metric == "stall.sold" and line.customer_id:
            expected[line.employee_id].add(line.customer_id)
    table = query(["stall.buyers"], period=WHOLE, by=[Dimension.EMPLOYEE], visible_to=world.boss)
    counted = {
        row.key[0]: row.values["stall.buyers"] for row in table if row.values["stall.buyers"]
    }
    assert counted == {employee: len(customers) for employee, customers in expected.items()}
    assert table.value("stall.buyers") == len(set().union(*expected.values()))
