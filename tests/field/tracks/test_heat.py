"""The heat map: minutes by cell, from one position to the next, without gaps."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.conftest import SignIn
from tests.field.tracks.conftest import LATITUDE, LONGITUDE, Phone, PhoneOf, keep, point
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.choices.tracks import LOOK_KIND, Kept
from zhuixiao.field.queries import heat
from zhuixiao.field.queries.heat import Heat
from zhuixiao.field.views import heat as heat_page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def of_time(world: World, *people: Employee, reader: Employee) -> Heat:
    start, end = NOW - timedelta(hours=10), NOW + timedelta(hours=10)
    return heat.of_time(people, start, end, reader=reader, zone=world.company.zone)


def test_a_position_counts_until_the_next_one(world: World, phone: Phone) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phone.send([point(-60), point(-50), point(-48, north=1_000), point(-47, north=1_000)])
    found = of_time(world, world.zheng, reader=world.manager)
    assert [one.amount for one in found.squares] == [12 * 60, 60]
    assert found.total == 13 * 60
    hottest = found.squares[0]
    assert hottest.south <= LATITUDE < hottest.north
    assert hottest.west <= LONGITUDE < hottest.east


def test_a_stretch_of_which_nothing_is_known_is_not_counted(world: World, phone: Phone) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phone.send([point(-90), point(-88), point(-30, north=5_000), point(-29, north=5_000)])
    assert of_time(world, world.zheng, reader=world.manager).total == 3 * 60


def test_time_across_midnight_counts_on_both_days(world: World, phone_of: PhoneOf) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    midnight = -600
    minutes = (midnight - 20, midnight - 10, midnight + 5, midnight + 15)
    phone_of(world.zheng, since=NOW - timedelta(days=1)).send([point(one) for one in minutes])

    def spent(start: datetime, end: datetime) -> int:
        zone = world.company.zone
        found = heat.of_time([world.zheng], start, end, reader=world.manager, zone=zone)
        return found.total // 60

    begun = NOW - timedelta(hours=10)
    before, after = begun - timedelta(days=1), begun + timedelta(days=1)
    assert spent(before, begun) == 20
    assert spent(begun, after) == 15
    assert spent(before, after) == 35


def test_a_night_without_positions_is_not_spent_where_the_phone_is_in_the_morning(
    world: World, phone_of: PhoneOf
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    evening = [point(-960), point(-950)]
    phone_of(world.zheng, since=NOW - timedelta(days=1)).send([*evening, point(-60), point(-55)])
    start, end = NOW - timedelta(days=2), NOW + timedelta(hours=10)
    zone = world.company.zone
    found = heat.of_time([world.zheng], start, end, reader=world.manager, zone=zone)
    assert found.total == 15 * 60


def test_midnight_ties_nobody_to_somebody_else(world: World, phone_of: PhoneOf) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    since = NOW - timedelta(days=1)
    phone_of(world.zheng, since=since).send([point(-620), point(-610)])
    phone_of(world.chen, since=since).send([point(-590), point(-580)])
    found = of_time(world, world.zheng, world.chen, reader=world.manager)
    assert found.total == 10 * 60


def test_the_page_begins_with_everybody_who_has_a_track(
    world: World, phone_of: PhoneOf, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    for person in (world.zheng, world.chen, world.li):
        phone_of(person).send([point(-60), point(-50)])
    client = client_of(world.manager)
    answer = client.get("/field/tracks/heat/")
    assert answer.context["people"] == [world.zheng, world.chen]
    assert answer.context["found"].total == 2 * 600
    assert "人，可在上面选择其他人" not in answer.content.decode()
    seen = AuditEntry.objects.filter(kind=LOOK_KIND, action="look")
    assert set(seen.values_list("record_id", flat=True)) == {world.zheng.pk, world.chen.pk}
    monkeypatch.setattr(heat_page, "MOST_PEOPLE", 1)
    answer = client.get("/field/tracks/heat/")
    assert answer.context["people"] == [world.zheng]
    assert "前 1 人，可在上面选择其他人" in answer.content.decode()
    assert not answer.context["is_cut"]
    answer = client.get(f"/field/tracks/heat/?of={world.zheng.pk}&of={world.chen.pk}")
    assert "人，可在上面选择其他人" not in answer.content.decode()
    assert answer.context["is_cut"]


def test_the_heat_of_visits_begins_with_everybody_who_made_some(
    world: World, sign_in: SignIn, client_of: ClientOf
) -> None:
    sign_in()
    answer = client_of(world.manager).get("/field/tracks/heat/?what=visits")
    assert answer.context["people"] == [world.zheng]
    assert answer.context["found"].total == 1


def test_nobody_sees_the_time_of_somebody_out_of_his_scope(world: World, phone: Phone) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phone.send([point(-60), point(-50)])
    assert of_time(world, world.zheng, reader=world.zheng).total == 600
    assert of_time(world, world.zheng, reader=world.boss).total == 600
    assert of_time(world, world.zheng, reader=world.chen).squares == []


def test_the_page_names_the_customer_nearby_and_notes_who_looked(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phone.send([point(-60), point(-50)])
    customer = creating.create(
        by=actor(world.zheng), new=creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    )
    Customer.objects.filter(pk=customer.pk).unlogged_update(latitude=LATITUDE, longitude=LONGITUDE)
    client = client_of(world.manager)
    text = client.get(f"/field/tracks/heat/?of={world.zheng.pk}").content.decode()
    assert "广州迪宏" in text
    entry = AuditEntry.objects.get(kind=LOOK_KIND, action="look")
    assert (entry.record_id, entry.label) == (world.zheng.pk, "2026-02-24 – 2026-03-02")
    assert client_of(world.finance).get("/field/tracks/heat/").status_code == 403


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ["11 分钟", "1 分钟", "0 分钟起"]),
        ("en", ["11 minutes", "1 minute", "from 0 minutes"]),
    ],
)
def test_a_cell_tells_its_time_in_words(
    world: World, phone: Phone, client_of: ClientOf, language: str, said: list[str]
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phone.send([point(-60), point(-50), point(-49, north=1_000), point(-48, north=1_000)])
    world.manager.language = language
    world.manager.save(update_fields=["language"])
    answer = client_of(world.manager).get(f"/field/tracks/heat/?of={world.zheng.pk}")
    assert [cell[4] for cell in answer.context["drawn"]] == said[:2]
    assert said[2] in answer.content.decode()


def test_more_days_than_a_month_are_cut_and_said(world: World, client_of: ClientOf) -> None:
    client = client_of(world.manager)
    asked = "start=2025-01-01&end=2026-03-02"
    answer = client.get(f"/field/tracks/heat/?{asked}&of={world.zheng.pk}")
    assert answer.context["is_cut"]
    assert answer.context["period"].days == 31
    usual = client.get(f"/field/tracks/heat/?start=x&of={world.zheng.pk}&what=visits")
    assert not usual.context["is_cut"]
    assert usual.context["period"].days == 7


def test_too_many_positions_are_cut_and_said(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    phone.send([point(minute) for minute in range(-20, -10)])
    monkeypatch.setattr(heat, "MOST_FIXES", 5)
    found = of_time(world, world.zheng, reader=world.manager)
    assert found.is_cut
    assert found.total == 4 * 60
