"""What the pages of tracks cost: a fixed number of statements, however much stands on them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.tracks.conftest import SEVEN, Phone, PhoneOf, keep, point
from tests.query_counts import pinned
from tests.world import NOW, World
from zhuixiao.accounts.models import Employee
from zhuixiao.field.actions import tracks_days
from zhuixiao.field.choices.tracks import Kept

pytestmark = pytest.mark.django_db
DAY = "start=2026-03-02T00:00&end=2026-03-02T23:59"
PAGES = {
    "tracks.map": f"/field/tracks/?of={{person}}&{DAY}",
    "tracks.heat": "/field/tracks/heat/?of={person}",
    "tracks.heat.everybody": "/field/tracks/heat/",
    "tracks.list": "/field/tracks/list/",
    "tracks.live": "/field/tracks/live/",
    "tracks.mine": "/field/tracks/mine/",
}


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_thrice_as_much_on_it(
    page: str, world: World, client_of: ClientOf, phone_of: PhoneOf
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phones: dict[int, Phone] = {}
    watchers = iter([world.manager, world.boss])

    def grow(people: list[Employee]) -> None:
        """Each of them goes some way, today and the day before, and stands about between."""
        for person in people:
            phone = phones.setdefault(person.pk, phone_of(person, since=SEVEN - timedelta(days=1)))
            for day in (-1_440, 0):
                start = day - 170 + 40 * len(phones)
                near = [point(start + minute, north=20_000 * len(phones)) for minute in (0, 15)]
                phone.send([*near, point(start + 30, north=20_000 * len(phones) + 3_000)])
        tracks_days.sum_up_stale()
        watcher = client_of(next(watchers))
        watcher.get(PAGES["tracks.map"].format(person=world.zheng.pk))

    grow([world.zheng])
    client = client_of(world.zheng if page == "tracks.mine" else world.boss)
    address = PAGES[page].format(person=world.zheng.pk)
    # Whose track was looked at is written down once a day.
    assert client.get(address).status_code == 200
    with pinned(page):
        client.get(address)
    grow([world.chen, world.su, world.li])
    client.get(address)
    with pinned(page):
        client.get(address)
