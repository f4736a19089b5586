"""The heat map: minutes by cell, from one position to the next, without gaps."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.tracks.conftest import LATITUDE, LONGITUDE, Phone, keep, point
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.queries import heat
from zhuixiao.field.queries.heat import Heat
from zhuixiao.field.tracks_choices import LOOK_KIND, Kept

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
