"""The rollup by month, year and product, from which questions about products alone are read."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.ledger.conftest import FIRST, Stall, sale
from tests.world import World
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import checks
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.models import ProductRollup, Rollup
from zhuixiao.ledger.queries import query

pytestmark = pytest.mark.django_db
SOLD, COSTS = "stall.sold", "stall.costs"
PRODUCT, MONTH, QUARTER, YEAR = (
    Dimension.PRODUCT,
    Dimension.MONTH,
    Dimension.QUARTER,
    Dimension.YEAR,
)
OF_2025 = Period.of(PeriodKind.YEAR, FIRST)
DECEMBER = Period.of(PeriodKind.MONTH, FIRST)
WINTER = Period(date(2025, 12, 1), date(2026, 2, 28))


def _rows() -> set[tuple[int, int, int, int, int]]:
    keys = ("months", "day", "product_id", "quantity", "entries")
    return set(ProductRollup.objects.filter(metric=901).values_list(*keys))


def _only_here(stall: Stall) -> None:
    """One sale that the other rollups tell wrong, so that it shows who was asked."""
    stall.post(1, sale(product=3, pieces=2))
    Rollup.objects.filter(metric=901).update(quantity=9)


def test_sales_of_a_product_are_a_row_for_the_month_and_one_for_the_year(stall: Stall) -> None:
    stall.post(1, sale(day=0, employee=1, product=3, pieces=2))
    stall.post(2, sale(day=16, employee=2, product=3, pieces=5))
    stall.post(3, sale(day=17, product=3, pieces=1))
    assert _rows() == {
        (1, 20251201, 3, 7, 2),
        (1, 20260101, 3, 1, 1),
        (12, 20250101, 3, 7, 2),
        (12, 20260101, 3, 1, 1),
    }


def test_metrics_that_keep_no_product_have_none(stall: Stall) -> None:
    stall.post(1, sale(product=3))
    assert {row.metric for row in ProductRollup.objects.all()} == {901}


def test_what_is_taken_back_leaves_no_row(stall: Stall) -> None:
    stall.post(1, sale(product=3))
    stall.post(1, sale(product=4))
    assert {row[2] for row in _rows()} == {4}
    stall.unpost(1)
    assert _rows() == set()


@pytest.mark.parametrize(
    "asked",
    [
        {"by": [PRODUCT], "period": DECEMBER},
        {"by": [PRODUCT], "period": OF_2025},
        {"by": [PRODUCT], "period": WINTER},
        # Three months of winter are compared with the three months before them.
        {"by": [PRODUCT], "period": WINTER, "compare": True},
        {"by": [PRODUCT], "period": None},
        {"by": [PRODUCT, MONTH], "period": WINTER},
        {"by": [PRODUCT, QUARTER], "period": WINTER},
        {"by": [MONTH], "period": OF_2025, "where": {PRODUCT: [3]}},
        {"by": [YEAR], "period": OF_2025, "where": {PRODUCT: [3]}},
        {"period": DECEMBER, "where": {PRODUCT: [3]}, "compare": True},
    ],
    ids=str,
)
def test_products_of_whole_months_are_read_here(
    stall: Stall, world: World, asked: dict[str, Any]
) -> None:
    _only_here(stall)
    assert query([SOLD], visible_to=world.boss, **asked).total.values[SOLD] == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"by": [PRODUCT], "period": Period(FIRST, date(2025, 12, 31))},
        {"by": [PRODUCT], "period": Period(date(2025, 12, 1), FIRST)},
        {"by": [PRODUCT, Dimension.DAY], "period": DECEMBER},
        {"by": [PRODUCT, Dimension.WEEK], "period": DECEMBER},
        {"by": [PRODUCT, Dimension.EMPLOYEE], "period": DECEMBER},
        {"by": [PRODUCT], "period": DECEMBER, "where": {Dimension.EMPLOYEE: [1]}},
        {"by": [PRODUCT], "period": Period(date(2025, 12, 2), WINTER.end), "compare": True},
    ],
    ids=str,
)
def test_other_questions_are_not(stall: Stall, world: World, asked: dict[str, Any]) -> None:
    _only_here(stall)
    assert query([SOLD], visible_to=world.boss, **asked).total.values[SOLD] == 9


def test_who_sees_only_a_part_is_not_answered_from_here(stall: Stall, world: World) -> None:
    stall.post(1, sale(product=3, pieces=2, by=world.li))
    stall.post(2, sale(product=3, pieces=4, by=world.zheng))

    def total(reader: Employee) -> object:
        return query([SOLD], period=DECEMBER, by=[PRODUCT], visible_to=reader).total.values[SOLD]

    assert (total(world.boss), total(world.manager)) == (6, 4)


def test_it_agrees_with_the_rollup_by_day_whatever_is_posted(stall: Stall, world: World) -> None:
    rng = Random(4)  # noqa: S311
    for _round in range(60):
        number = rng.randint(1, 20)
        if rng.random() < 0.2:
            stall.unpost(number)
            continue
        day, product = rng.randint(0, 500), rng.randint(0, 5)
        stall.post(number, sale(day=day, product=product, pieces=rng.randint(1, 9)))
    assert checks.verify() == []
    for period in (OF_2025, DECEMBER, WINTER, Period(date(2025, 1, 1), date(2026, 12, 31))):
        by_product = query([SOLD, COSTS], period=period, by=[PRODUCT], visible_to=world.boss)
        by_both = query(
            [SOLD, COSTS], period=period, by=[PRODUCT, Dimension.EMPLOYEE], visible_to=world.boss
        )
        assert by_product.total.values == by_both.total.values


@pytest.mark.parametrize("months", [1, 12])
def test_a_wrong_row_is_found_and_mended(stall: Stall, months: int) -> None:
    stall.post(1, sale(product=3, pieces=2))
    ProductRollup.objects.filter(months=months).update(quantity=9)
    found = checks.verify()
    assert "product_id 3" in str(found[0])
    # A wrong month makes its year wrong too, which is the sum of the months.
    assert len(found) == (2 if months == 1 else 1)
    checks.rebuild()
    assert checks.verify() == []


def test_a_row_of_nothing_is_found(stall: Stall) -> None:
    ProductRollup.objects.create(
        metric=901, months=12, day=20300101, product_id=1, quantity=0, amount=0, cost=0, entries=0
    )
    assert len(checks.verify()) == 1


def test_the_last_days_of_the_calendar_do_no_harm(stall: Stall, world: World) -> None:
    _only_here(stall)
    period = Period(FIRST - timedelta(days=14), date(9999, 12, 31))
    assert query([SOLD], period=period, by=[PRODUCT], visible_to=world.boss).total.values[SOLD] == 2
