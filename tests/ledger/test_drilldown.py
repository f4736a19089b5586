"""The address behind a figure."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from tests.ledger.conftest import Stall, sale
from tests.world import World
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import Drill, drill_link, entries, parse_drill, query

JANUARY = Period.of(PeriodKind.MONTH, date(2026, 1, 10))


def read(link: str) -> Drill:
    return parse_drill(QueryDict(link.partition("?")[2]).dict())


def test_an_address_says_exactly_what_the_figure_was_asked_with(stall: Stall) -> None:
    where = {Dimension.EMPLOYEE: [7, 3], Dimension.PRODUCT: [0]}
    link = drill_link("stall.sold", period=JANUARY, where=where)
    assert link == (
        "/numbers/entries/?metric=stall.sold&from=2026-01-01&to=2026-01-31&employee=3,7&product=0"
    )
    drill = read(link)
    assert (drill.metric.key, drill.period) == ("stall.sold", JANUARY)
    assert drill.where == {Dimension.EMPLOYEE: [3, 7], Dimension.PRODUCT: [0]}
    assert read(drill_link("stall.average")).period is None


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"metric": "nothing.known"},
        {"metric": "stall.sold", "from": "yesterday", "to": "2026-01-01"},
        {"metric": "stall.sold", "from": "2026-02-01", "to": "2026-01-01"},
        {"metric": "stall.sold", "from": "2026-02-30", "to": "2026-03-01"},
        {"metric": "stall.sold", "from": "２０２６-01-01", "to": "2026-03-01"},
        {"metric": "stall.sold", "from": "20260101", "to": "20260301"},
        {"metric": "stall.sold", "to": "2026-01-01"},
        {"metric": "stall.sold", "from": "2026-01-01"},
        {"metric": "stall.sold", "from": "0000-01-01", "to": "2026-01-01"},
        {"metric": "stall.sold", "employee": "1 OR 1=1"},
        {"metric": "stall.sold", "employee": "99999999999999999999"},
        {"metric": "stall.sold", "employee": ""},
        {"metric": "stall.sold", "employee": "1,,2"},
        {"metric": "stall.sold", "employee": "-1"},
        {"metric": "stall.sold", "employee": "٣"},
        {"metric": "stall.sold", "employee": ",".join(["1"] * 1001)},
        {"metric": "stall.sold", "month": "1"},
        {"metric": "stall.sold", "colour": "1"},
        {"metric": "stall.sold", "option": "1"},
        {"metric": "stall.share", "option": "1"},
    ],
)
def test_a_forged_address_is_refused(stall: Stall, values: dict[str, str]) -> None:
    with pytest.raises(RuleError) as error:
        parse_drill(values)
    assert error.value.status == 400


@pytest.mark.django_db
def test_every_cell_of_a_table_links_to_its_entries(stall: Stall, world: World) -> None:
    stall.post(1, sale(day=10, by=world.zheng, pieces=2))
    stall.post(2, sale(day=20, by=world.zheng, pieces=3))
    stall.post(3, sale(day=20, by=world.li, pieces=4))
    table = query(
        ["stall.sold"],
        period=Period(date(2025, 12, 20), date(2026, 1, 20)),
        by=[Dimension.EMPLOYEE, Dimension.MONTH],
        where={Dimension.PRODUCT: [1]},
        visible_to=world.boss,
    )

    def opened(*key: Any) -> int:
        drill = read(table.link("stall.sold", *key))
        page = entries(
            drill.metric.key, period=drill.period, where=drill.where, visible_to=world.boss
        )
        return sum(entry.quantity for entry in page.entries)

    assert len(table.rows) == 3
    for row in table:
        assert opened(*row.key) == row.values["stall.sold"]
    assert opened() == table.value("stall.sold") == 9
