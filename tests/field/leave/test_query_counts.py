"""What the pages of leave cost: a fixed number of statements, however much stands on them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.leave.conftest import NEXT, Ask, kind
from tests.query_counts import pinned
from tests.world import NOW, World, actor
from zhuixiao.field.actions import leave_types

PAGES = {
    "leave.mine": "/field/leave/",
    "leave.detail": "/field/leave/{leave}/",
    "leave.team": "/field/leave/team/",
    "leave.balances": "/field/leave/balances/",
}


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_thrice_as_much_on_it(
    page: str, world: World, client_of: ClientOf, ask: Ask
) -> None:
    first = ask()

    def grow(weeks: range) -> None:
        for week in weeks:
            for person in (world.zheng, world.chen, world.su, world.li)[: week + 1]:
                ask(NEXT + timedelta(weeks=week), by=person)
                leave_types.grant(
                    by=actor(world.boss), employee=person, kind=kind("年假"), year=2026,
                    halves=2, note="老员工",
                )  # fmt: skip

    grow(range(1, 3))
    client = client_of(world.zheng if page == "leave.mine" else world.boss)
    address = PAGES[page].format(leave=first.pk)
    assert client.get(address).status_code == 200
    with pinned(page):
        client.get(address)
    grow(range(3, 7))
    with pinned(page):
        client.get(address)
