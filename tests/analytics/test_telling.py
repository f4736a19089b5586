"""A table in a few lines of plain text, for whoever reads it."""

from datetime import date

import pytest
from django.utils import translation

from tests.analytics.conftest import Compose
from tests.sales.conftest import TODAY
from tests.world import World
from zhuixiao.analytics.queries import figures
from zhuixiao.analytics.queries.telling import tell
from zhuixiao.kit.periods import Period

pytestmark = pytest.mark.usefixtures("sold")


def test_title_period_totals_and_the_first_rows(world: World, compose: Compose) -> None:
    table = compose()
    assert tell(table, reader=world.boss, today=TODAY) == [
        "各人业绩",
        "2026年3月",
        "合计: 订单金额 3,800.00、订单数 4",
        "1. 郑斌: 订单金额 2,600.00、订单数 3",
        "2. 李慧: 订单金额 1,200.00、订单数 1",
    ]


def test_each_reader_is_told_his_own_numbers(world: World, compose: Compose) -> None:
    table = compose(metrics=["orders.amount", "sales.margin"], comparison="previous")
    told = tell(table, reader=world.zheng, today=TODAY)
    assert told[1:3] == ["2026年3月，对比 2026年2月", "合计: 订单金额 2,600.00"]
    assert "李慧" not in "".join(told)
    assert "毛利" not in "".join(told)
    assert told[-1].startswith("有 1 个指标")


def test_another_period_and_language_and_nothing_to_tell(world: World, compose: Compose) -> None:
    table = compose(columns="month", span="quarter")
    assert tell(table, reader=world.boss, today=TODAY)[2] == "合计: 订单金额 3,800.00、订单数 4"
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    with translation.override("en"):
        told = tell(table, reader=world.boss, today=TODAY, period=january)
    assert told == ["各人业绩", "2026-01", "Nothing happened in this time."]


def test_a_table_that_is_too_much_says_why(
    world: World, compose: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_COUNTED", 1)
    told = tell(compose(rows=["customer"]), reader=world.boss, today=TODAY)
    assert "太多了" in told[2]
