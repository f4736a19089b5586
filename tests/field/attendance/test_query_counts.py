"""What the pages of attendance cost: a fixed number of statements, however much stands on them."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.attendance.conftest import Sign, at, day_of
from tests.query_counts import pinned
from tests.world import World
from zhuixiao.field.actions import attendance_days
from zhuixiao.field.models import AttendanceGroup

PAGES = {
    "attendance.mine": "/field/attendance/?month=2026-03",
    "attendance.table": "/field/attendance/table/?month=2026-03",
    "attendance.day": "/field/attendance/days/{day}/",
}


@pytest.fixture(autouse=True)
def _a_week_later() -> Iterator[None]:
    with time_machine.travel(at("20:00", days=9), tick=False):
        yield


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_thrice_as_much_on_it(
    page: str, world: World, client_of: ClientOf, group: AttendanceGroup, sign: Sign
) -> None:
    def grow(first: int, last: int) -> None:
        for days in range(first, last):
            for person in (world.zheng, world.chen, world.su)[: 1 if last == 2 else 3]:
                sign("09:12", days=days, person=person)
                sign("18:10", days=days, person=person, is_in=False)
            attendance_days.close(at("00:20", days=days + 1))

    grow(0, 2)
    client = client_of(world.zheng if page == "attendance.mine" else world.boss)
    address = PAGES[page].format(day=day_of(world.zheng).pk)
    assert client.get(address).status_code == 200
    with pinned(page):
        client.get(address)
    sign("10:00")
    sign("11:00", is_in=False)
    grow(2, 9)
    with pinned(page):
        client.get(address)
