"""How many different customers an employee has in a week or month, kept and not counted anew."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from tests.ledger.conftest import FIRST, Stall, sale
from tests.ledger.test_concurrency import WRITERS, together
from tests.world import World
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import checks
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.models import CustomerCount
from zhuixiao.ledger.queries import query

BUYERS = "stall.buyers"
EMPLOYEE, DEPARTMENT = Dimension.EMPLOYEE, Dimension.DEPARTMENT
DECEMBER = Period.of(PeriodKind.MONTH, FIRST)
WEEK = Period.of(PeriodKind.WEEK, FIRST)
# The Monday of five weeks, and the Sunday.
WEEKS = Period(date(2025, 12, 1), date(2026, 1, 4))
WEEK_1, MONTH = (1, 20251215), (2, 20251201)


def counts() -> dict[tuple[int, ...], int]:
    """By unit, its first day and employee; the stall's only metric whose customers are counted."""
    rows = CustomerCount.objects.filter(metric=901)
    return {(row.unit, row.day, row.employee_id): row.customers for row in rows}


@pytest.mark.django_db
def test_a_customer_counts_once_however_often_he_buys(stall: Stall) -> None:
    stall.post(1, sale(customer=5))
    stall.post(2, sale(customer=5, day=1))
    stall.post(3, sale(customer=6, day=1))
    assert counts() == {(*WEEK_1, 1): 2, (*MONTH, 1): 2}


@pytest.mark.django_db
def test_only_the_last_sale_taken_back_takes_the_customer_away(stall: Stall) -> None:
    stall.post(1, sale(customer=5))
    stall.post(2, sale(customer=5, day=1))
    stall.unpost(1)
    assert counts() == {(*WEEK_1, 1): 1, (*MONTH, 1): 1}
    stall.unpost(2)
    assert counts() == {}


@pytest.mark.django_db
def test_a_sale_that_moves_to_another_week_and_customer_moves_in_the_counts(stall: Stall) -> None:
    stall.post(1, sale(customer=5))
    stall.post(1, sale(customer=6, day=7))
    assert counts() == {(1, 20251222, 1): 1, (*MONTH, 1): 1}


@pytest.mark.django_db
def test_a_sale_to_nobody_counts_nobody(stall: Stall) -> None:
    stall.post(1, sale(customer=0))
    assert counts() == {}


@pytest.mark.django_db
def test_the_last_day_of_the_calendar_has_a_week_too(stall: Stall) -> None:
    days = (date.max - FIRST).days
    stall.post(1, sale(customer=5, day=days))
    assert counts() == {(1, 99991227, 1): 1, (2, 99991201, 1): 1}


def _only_here(stall: Stall) -> None:
    """One sale that the counts tell wrong, so that it shows who was asked."""
    stall.post(1, sale(customer=5))
    CustomerCount.objects.update(customers=9)


@pytest.mark.parametrize(
    "asked",
    [
        {"by": [EMPLOYEE], "period": WEEK},
        {"by": [EMPLOYEE], "period": DECEMBER},
        {"by": [EMPLOYEE], "period": DECEMBER, "compare": True},
        {"by": [EMPLOYEE, DEPARTMENT], "period": WEEK},
        {"by": [EMPLOYEE, Dimension.WEEK], "period": WEEKS},
        {"by": [Dimension.MONTH, EMPLOYEE], "period": Period(date(2025, 1, 1), DECEMBER.end)},
        {"by": [EMPLOYEE], "period": WEEK, "where": {EMPLOYEE: [1, 2], DEPARTMENT: [2]}},
    ],
    ids=str,
)
@pytest.mark.django_db
def test_people_in_whole_weeks_and_months_are_read_here(
    stall: Stall, world: World, asked: dict[str, Any]
) -> None:
    _only_here(stall)
    table = query([BUYERS], visible_to=world.boss, with_total=False, **asked)
    assert [row.values[BUYERS] for row in table] == [9]


@pytest.mark.parametrize(
    "asked",
    [
        {"by": [EMPLOYEE], "period": Period(FIRST, FIRST)},
        {"by": [EMPLOYEE], "period": None},
        {"by": [EMPLOYEE], "period": WEEKS},
        {"by": [EMPLOYEE, Dimension.DAY], "period": WEEK},
        {"by": [EMPLOYEE, Dimension.MONTH], "period": WEEKS},
        {"by": [EMPLOYEE, Dimension.WEEK], "period": DECEMBER},
        {"by": [DEPARTMENT], "period": WEEK},
        {"by": [EMPLOYEE, Dimension.CUSTOMER], "period": WEEK},
        {"by": [EMPLOYEE], "period": WEEK, "where": {Dimension.PRODUCT: [1]}},
    ],
    ids=str,
)
@pytest.mark.django_db
def test_other_questions_are_not(stall: Stall, world: World, asked: dict[str, Any]) -> None:
    _only_here(stall)
    table = query([BUYERS], visible_to=world.boss, with_total=False, **asked)
    assert [row.values[BUYERS] for row in table] == [1]


@pytest.mark.django_db
def test_who_changed_the_department_within_a_week_is_counted_anew(
    stall: Stall, world: World
) -> None:
    before, after = sale(customer=5), sale(customer=5, day=1)
    stall.post(1, [replace(line, department_id=77) for line in before])
    stall.post(2, after)
    table = query([BUYERS], by=[EMPLOYEE], period=WEEK, visible_to=world.boss)
    assert [row.values[BUYERS] for row in table] == [1]


@pytest.mark.django_db
def test_they_agree_with_the_entries_whatever_is_posted(stall: Stall, world: World) -> None:
    rng = Random(7)  # noqa: S311
    people = [world.li, world.zheng, world.boss]
    for _round in range(80):
        number = rng.randint(1, 20)
        if rng.random() < 0.25:
            stall.unpost(number)
            continue
        day, customer = rng.randint(0, 45), rng.randint(0, 4)
        stall.post(number, sale(day=day, customer=customer, by=rng.choice(people)))
    assert checks.verify() == []
    for reader in (world.boss, world.manager, world.li):
        kept = query([BUYERS], period=WEEKS, by=[EMPLOYEE, Dimension.WEEK], visible_to=reader)
        counted = query(
            [BUYERS],
            period=WEEKS,
            by=[EMPLOYEE, Dimension.WEEK],
            # Asked of all products, which the counts do not know.
            where={Dimension.PRODUCT: [1]},
            visible_to=reader,
        )
        # Who sold to nobody known has an entry, and no customer.
        some = {row.key: row.values for row in counted if row.values[BUYERS]}
        assert some
        assert {row.key: row.values for row in kept} == some


@pytest.mark.django_db
@pytest.mark.parametrize("unit", [1, 2])
def test_a_wrong_count_is_found_and_mended(stall: Stall, unit: int) -> None:
    stall.post(1, sale(customer=5))
    CustomerCount.objects.filter(unit=unit).update(customers=9)
    (found,) = checks.verify()
    assert (found.found, found.expected) == ("9 customers", 1)
    checks.rebuild()
    assert checks.verify() == []


@pytest.mark.django_db
def test_a_count_that_should_not_be_is_found(stall: Stall) -> None:
    stall.post(1, sale(customer=5))
    CustomerCount.objects.create(
        metric=901, unit=1, day=20251217, employee_id=3, department_id=1, customers=2
    )
    assert len(checks.verify()) == 1


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_count_a_customer_once(stall: Stall) -> None:
    def work(writer: int) -> None:
        for turn in range(10):
            number = writer * 100 + turn + 1
            stall.post(number, sale(customer=turn % 3 + 1, day=turn % 2))
            if turn % 4 == 3:
                stall.unpost(number)

    assert together(work) == [None] * WRITERS
    assert counts() == {(*WEEK_1, 1): 3, (*MONTH, 1): 3}
    assert checks.verify() == []
