"""The day of a person in the ledger: kilometres, stops at customers; old positions go."""

from datetime import timedelta
from typing import Any

import pytest

from tests.field.tracks.conftest import (
    LATITUDE,
    LONGITUDE,
    METRE,
    Phone,
    PhoneOf,
    fixes_of,
    keep,
    point,
)
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import tracks_days
from zhuixiao.field.choices.tracks import Kept, Mark
from zhuixiao.field.models import TrackDay
from zhuixiao.field.queries import tracks
from zhuixiao.field.queries.tracks import Track
from zhuixiao.field.tracks.preferences import Preferences
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query

pytestmark = pytest.mark.django_db
TODAY = Period(NOW.date(), NOW.date())
START, END = NOW - timedelta(hours=10), NOW + timedelta(hours=14)


def customer(owner: Employee, name: str, *, north: float) -> Customer:
    found = creating.create(by=actor(owner), new=creating.NewCustomer({"name": name}, owner=owner))
    found.latitude, found.longitude = LATITUDE + north * METRE, LONGITUDE
    found.save(update_fields=["latitude", "longitude"])
    return found


def figures(reader: Employee, *metrics: str) -> list[Any]:
    values = query(metrics, period=TODAY, visible_to=reader).total.values
    return [values[metric] for metric in metrics]


def seen(world: World, reader: Employee) -> Track:
    return tracks.track(world.zheng, START, END, reader=reader, held=Preferences())


def test_the_kilometres_of_a_day_stand_in_the_ledger(world: World, phone: Phone) -> None:
    phone.send([point(minute - 60, north=500 * minute) for minute in range(5)])
    assert tracks_days.sum_up_stale() == 1
    day = TrackDay.objects.get()
    assert day.metres == pytest.approx(2_000, abs=2)
    assert (day.fixes, day.wrong, day.gaps, day.stops) == (5, 0, 0, 0)
    assert figures(world.zheng, "tracks.kilometres", "tracks.days") == [day.metres, 1]
    assert checks.verify() == []


def test_positions_that_come_later_are_posted_anew(world: World, phone: Phone) -> None:
    phone.send([point(-60), point(-59, north=500)])
    tracks_days.sum_up_stale()
    assert tracks_days.sum_up_stale() == 0
    phone.send([point(-58, north=1_000)])
    assert tracks_days.sum_up_stale() == 1
    (metres,) = figures(world.zheng, "tracks.kilometres")
    assert metres == pytest.approx(1_000, abs=2)
    assert checks.verify() == []


def test_a_jump_is_remembered_and_no_part_of_the_way(world: World, phone: Phone) -> None:
    phone.send([point(-60), point(-59, north=60_000), point(-58, north=100)])
    tracks_days.sum_up_stale()
    assert [Mark(fix.marks) for fix in fixes_of(world.zheng)] == [Mark(0), Mark.JUMP, Mark(0)]
    assert TrackDay.objects.get().metres == pytest.approx(100, abs=1)


def test_a_position_between_takes_a_mark_back(world: World, phone: Phone) -> None:
    phone.send([point(-60), point(-59, north=50_000)])
    tracks_days.sum_up_stale()
    assert [Mark(fix.marks) for fix in fixes_of(world.zheng)][1] == Mark.JUMP
    phone.send([point(-58, north=50_100), point(-57, north=50_200)])
    tracks_days.sum_up_stale()
    assert {fix.marks for fix in fixes_of(world.zheng)} == {0}


def test_a_stop_is_matched_to_the_nearest_customer(world: World, phone: Phone) -> None:
    near = customer(world.zheng, "广州迪宏", north=60)
    customer(world.zheng, "佛山恒温", north=140)
    customer(world.zheng, "深圳远方", north=5_000)
    phone.send([point(-60), point(-50, north=10), point(-45), point(-44, north=900)])
    (stop,) = seen(world, world.zheng).stops
    assert stop.customer == near
    assert stop.stay.minutes == 15
    tracks_days.sum_up_stale()
    assert figures(world.zheng, "tracks.customer_minutes") == [15]


def test_who_does_not_see_the_customer_sees_only_the_stop(world: World, phone: Phone) -> None:
    customer(world.li, "苏州别家", north=10)
    phone.send([point(-60), point(-45)])
    assert seen(world, world.zheng).stops[0].customer is None
    assert seen(world, world.boss).stops[0].customer is not None


def test_a_track_is_seen_by_those_whose_scope_holds_it(world: World, phone_of: PhoneOf) -> None:
    for person in (world.zheng, world.su, world.li):
        phone_of(person).send([point(-60), point(-59, north=400)])
    tracks_days.sum_up_stale()
    days = {
        reader: {day.employee for day in TrackDay.objects.visible_to(reader)}
        for reader in world.everyone
    }
    assert days[world.zheng] == {world.zheng}
    assert days[world.manager] == {world.zheng, world.su}
    assert days[world.boss] == {world.zheng, world.su, world.li}
    assert days[world.admin] == days[world.finance] == days[world.chen] == set()


def test_the_ledger_shows_kilometres_within_the_scope(world: World, phone_of: PhoneOf) -> None:
    for person in (world.zheng, world.li):
        phone_of(person).send([point(-60), point(-59, north=400)])
    tracks_days.sum_up_stale()
    assert figures(world.boss, "tracks.days") == [2]
    assert figures(world.manager, "tracks.days") == [1]
    with pytest.raises(NotAllowed):
        figures(world.finance, "tracks.days")
    by_person = query(["tracks.days"], period=TODAY, by=[Dimension.EMPLOYEE], visible_to=world.boss)
    assert len(by_person.rows) == 2


def test_old_positions_go_and_the_kilometres_stay(world: World, phone: Phone) -> None:
    phone.send([point(-60), point(-59, north=500)])
    tracks_days.sum_up_stale()
    keep(world, keep_days=7)
    assert tracks_days.delete_old(now=NOW + timedelta(days=7)) == 0
    assert tracks_days.delete_old(now=NOW + timedelta(days=8)) == 2
    assert fixes_of(world.zheng) == []
    assert figures(world.zheng, "tracks.kilometres")[0] > 0
    assert checks.verify() == []


def test_yesterday_and_today_are_two_days(world: World, phone_of: PhoneOf) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phone = phone_of(world.zheng, since=NOW - timedelta(days=2))
    # 23:59:58 and two seconds past midnight in Shanghai.
    phone.send([point(-10 * 60 - 1 / 30), point(-10 * 60 + 1 / 30)])
    tracks_days.sum_up_stale()
    days = list(TrackDay.objects.order_by("day").values_list("day", "fixes"))
    assert days == [(NOW.date() - timedelta(days=1), 1), (NOW.date(), 1)]
