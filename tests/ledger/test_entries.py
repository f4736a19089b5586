"""The entries behind figures, a customer's timeline, the facts of entries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ledger.conftest import FIRST, Stall, sale
from tests.world import World
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import (
    count,
    entries,
    first_last,
    load_facts,
    timeline,
    timeline_counts,
)

pytestmark = pytest.mark.django_db
WHOLE = Period(FIRST, FIRST + timedelta(days=60))


@pytest.fixture
def trade(stall: Stall, world: World) -> World:
    """Seven sales: three of 李慧, four of 郑斌, two at the same instant."""
    for number, day in enumerate([3, 1, 2, 2, 9, 5, 4], start=1):
        person = world.li if number <= 3 else world.zheng
        customer = 1 if number % 2 else 2
        stall.post(number, sale(day=day, by=person, customer=customer, pieces=number))
    return world


def test_pages_come_newest_first_with_each_entry_once(trade: World) -> None:
    seen: list[int] = []
    after = ""
    while True:
        page = entries("stall.sold", period=WHOLE, visible_to=trade.boss, after=after, limit=2)
        seen += [entry.fact_id for entry in page.entries]
        after = page.after
        if not after:
            break
    assert seen == [5, 6, 7, 1, 4, 3, 2]


def test_entries_follow_period_filter_and_scope(trade: World) -> None:
    def facts(reader: Employee, **asked: object) -> list[int]:
        page = entries("stall.sold", visible_to=reader, **asked)  # type: ignore[arg-type]
        return [entry.fact_id for entry in page.entries]

    assert facts(trade.li) == [1, 3, 2]
    assert facts(trade.manager) == [5, 6, 7, 4]
    assert facts(trade.boss, where={Dimension.CUSTOMER: [2]}) == [6, 4, 2]
    assert facts(trade.boss, where={Dimension.EMPLOYEE: []}) == []
    assert facts(trade.boss, period=Period(FIRST, FIRST + timedelta(days=2))) == [4, 3, 2]


def test_a_ratio_opens_to_its_numerator_and_a_count_of_customers_to_their_entries(
    stall: Stall, trade: World
) -> None:
    stall.post(8, sale(by=trade.zheng, customer=0))
    average = entries("stall.average", visible_to=trade.boss)
    assert {entry.metric for entry in average.entries} == {902}
    assert len(average.entries) == 8
    buyers = entries("stall.buyers", visible_to=trade.boss)
    assert {entry.metric for entry in buyers.entries} == {901}
    assert len(buyers.entries) == 7


def test_entries_are_counted_up_to_a_limit(trade: World) -> None:
    assert count("stall.sold", period=WHOLE, visible_to=trade.boss) == 7
    assert count("stall.sold", period=WHOLE, visible_to=trade.li) == 3
    assert count("stall.sold", visible_to=trade.boss, most=4) == 5


def test_entries_of_a_closed_module_are_refused(trade: World) -> None:
    trade.zheng.role.grants = {"modules": {"customers": {"scope": "all", "actions": []}}}
    trade.zheng.role.save()
    zheng = Employee.objects.get(pk=trade.zheng.pk)
    with pytest.raises(NotAllowed):
        entries("stall.sold", visible_to=zheng)
    assert timeline(1, visible_to=zheng, metrics=["stall.sold"]).entries == []
    assert len(timeline(1, visible_to=zheng).entries) == 4


@pytest.mark.parametrize("mark", ["x", "1-2", "20260101-1-1x", "20260101--1--1", "\x00", "١-١-١"])
def test_a_forged_mark_is_refused(trade: World, mark: str) -> None:
    with pytest.raises(RuleError):
        entries("stall.sold", visible_to=trade.boss, after=mark)
    with pytest.raises(RuleError):
        timeline(1, visible_to=trade.boss, after=mark)


def test_a_timeline_shows_each_fact_of_the_customer_once_and_newest_first(
    stall: Stall, trade: World
) -> None:
    later = [replace(line, at=line.at + timedelta(days=3)) for line in sale(day=3, by=trade.li)]
    stall.post(1, stall.sales[1] + later)
    seen: list[int] = []
    after = ""
    for _page in range(10):
        page = timeline(1, visible_to=trade.boss, after=after, limit=1)
        seen += [entry.fact_id for entry in page.entries]
        after = page.after
        if not after:
            break
    assert seen == [5, 1, 7, 3]


def test_a_timeline_is_narrowed_by_metric_and_option(stall: Stall, trade: World) -> None:
    stall.post(8, sale(day=8, by=trade.zheng, option=4))
    only_visits = timeline(1, visible_to=trade.boss, metrics=["stall.visits"], limit=1)
    assert [(entry.fact_id, entry.metric) for entry in only_visits.entries] == [(5, 903)]
    of_type = timeline(1, visible_to=trade.boss, options=[4])
    assert [entry.fact_id for entry in of_type.entries] == [8]
    assert timeline_counts(1, visible_to=trade.boss) == {0: 4, 4: 1}


def test_first_and_last_entry_of_customers(stall: Stall, trade: World) -> None:
    found = first_last([1, 2, 3], "stall.visits")
    days = {customer: (n, first.day, last.day) for customer, (n, first, last) in found.items()}
    assert days == {1: (4, 17, 24), 2: (3, 16, 20)}


def test_facts_are_loaded_once_for_each_kind_and_only_visible_ones(
    stall: Stall, trade: World
) -> None:
    page = entries("stall.sold", visible_to=trade.boss)
    lines = load_facts(page.entries, trade.boss)
    assert [(line.entry.fact_id, line.fact, line.url) for line in lines][:2] == [
        (5, 5, "/sales/5/"),
        (6, 6, "/sales/6/"),
    ]
    assert (lines[0].day, lines[0].metric.key, lines[0].value) == (
        FIRST + timedelta(days=9),
        "stall.sold",
        5,
    )
    assert load_facts(page.entries, trade.su) == []
