"""The day of a team: who is in it, what each came to, and what the map gets."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.conftest import AddShop, SignIn, at, north
from tests.field.photos.test_photos import CAMERA, add
from tests.field.tracks.conftest import SEVEN, Phone, keep, point
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import photos, trackers, tracks_days, tracks_switch, visit_plans
from zhuixiao.field.choices.tracks import LOOK_KIND, Kept, TrackerKind
from zhuixiao.field.models import Visit
from zhuixiao.field.queries import day_map, day_map_drawing
from zhuixiao.field.queries.day_map import Day, Line

SignOut = Callable[..., Visit]
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def day_of(reader: Employee, world: World, day: date = TODAY) -> Day:
    """What the reader sees of everybody in the scope."""
    zone = world.company.zone
    midnight = datetime.combine(day, time.min, zone) if day == TODAY else None
    people = day_map.people(reader)
    return day_map.told(people, day, reader=reader, today=TODAY, seen_since=midnight)


def line_of(found: Day, person: Employee) -> Line:
    return next(line for line in found.lines if line.person == person)


def track(person: Employee, world: World) -> None:
    """Three kilometres to the north, three hours and a quarter ago."""
    keep(world, kept=Kept.ALWAYS.value)
    by = actor(person, at=SEVEN)
    tracks_switch.turn_on(by=by, agrees=True)
    tracker, secret = trackers.add(by=by, name="手机", kind=TrackerKind.TRACCAR)
    points = [point(minute - 60, north=100 * minute) for minute in range(0, 31, 3)]
    Phone(tracker, secret).send(points)
    tracks_days.sum_up_stale()


def test_a_line_tells_what_a_persons_day_came_to(
    world: World, shop: Customer, add_shop: AddShop, sign_in: SignIn, sign_out: SignOut
) -> None:
    for customer in (shop, add_shop("第二家")):
        visit_plans.add(
            by=actor(world.zheng), customer_id=customer.pk, person=world.zheng, day=TODAY
        )
    visit = sign_in(at(NOW - timedelta(hours=1)))
    add(world.zheng, photos.NewPhoto(visit.client_id, source=CAMERA))
    sign_out(visit, note="谈了铺货", next_on=TODAY + timedelta(days=3))
    line = line_of(day_of(world.manager, world), world.zheng)
    values = {key: one.value for key, one in line.figures.items()}
    assert values["visits.planned"] == 2
    assert values["visits.done"] == values["visits.verified"] == values["photos.taken"] == 1
    assert values["visits.verified_share"] == 10_000
    assert values["visits.minutes"] == 30
    assert (line.missed, line.next_steps) == (1, 1)
    assert (line.first_at, line.last_at) == (visit.at, visit.at + timedelta(minutes=30))
    assert "employee=" in line.figures["visits.done"].link


def test_a_manager_sees_his_subtree_alone(world: World, add_shop: AddShop, sign_in: SignIn) -> None:
    sign_in()
    sign_in(by=world.li, customer=add_shop("上海的店", owner=world.li))
    found = day_of(world.manager, world)
    assert {line.person for line in found.lines} == {
        world.manager, world.zheng, world.chen, world.su,
    }  # fmt: skip
    assert {row.employee for row in found.visits} == {world.zheng}
    assert {row.employee for row in day_of(world.boss, world).visits} == {world.zheng, world.li}
    assert [line.person for line in day_of(world.zheng, world).lines] == [world.zheng]


def test_positions_and_kilometres_are_for_those_who_may_see_tracks(
    world: World, sign_in: SignIn, client_of: ClientOf
) -> None:
    sign_in()
    track(world.zheng, world)
    line = line_of(day_of(world.manager, world), world.zheng)
    assert line.last
    assert line.figures["tracks.kilometres"].value == pytest.approx(3_000, abs=20)
    role = world.manager.role
    role.grants = {"modules": {"tracks": {"scope": "own", "actions": []}}}
    role.save(update_fields=["grants"])
    blind = Employee.objects.get(pk=world.manager.pk)
    line = line_of(day_of(blind, world), world.zheng)
    assert line.last is None
    assert "tracks.kilometres" not in line.figures
    client_of(blind).get("/field/visits/map/")
    assert not AuditEntry.objects.filter(kind=LOOK_KIND, employee=blind).exists()


def test_whoever_sees_positions_leaves_a_trace(
    world: World, sign_in: SignIn, client_of: ClientOf
) -> None:
    track(world.zheng, world)
    client_of(world.manager).get("/field/visits/map/")
    entry = AuditEntry.objects.get(kind=LOOK_KIND, action="look")
    assert (entry.employee, entry.record_id) == (world.manager, world.zheng.pk)
    client_of(world.manager).get("/field/visits/map/?on=2026-03-01")
    assert AuditEntry.objects.filter(kind=LOOK_KIND, action="look").count() == 1


def test_key_customers_whom_nobody_visited_are_counted_and_open(
    world: World, shop: Customer, client_of: ClientOf
) -> None:
    key = Option.objects.of(PickList.IMPORTANCE)[0]
    Customer.objects.filter(pk=shop.pk).unlogged_update(importance=key)
    assert line_of(day_of(world.manager, world), world.zheng).key_gaps == 1
    client = client_of(world.manager)
    page = client.get("/field/visits/map/").content.decode()
    link = f"/field/visits/gaps/?days=30&amp;person={world.zheng.pk}&amp;importance={key.pk}"
    assert link in page
    assert shop.name in client.get(link.replace("&amp;", "&")).content.decode()


def test_key_customers_are_counted_back_from_today_and_on_no_other_day(
    world: World, shop: Customer, client_of: ClientOf
) -> None:
    key = Option.objects.of(PickList.IMPORTANCE)[0]
    Customer.objects.filter(pk=shop.pk).unlogged_update(importance=key)
    client = client_of(world.manager)
    for day in ("2026-03-01", "2026-03-03"):
        found = day_of(world.manager, world, date.fromisoformat(day))
        assert line_of(found, world.zheng).key_gaps is None
        page = client.get(f"/field/visits/map/?on={day}").content.decode()
        assert "/field/visits/gaps/?days" not in page
        assert "30 天未拜访" not in page
    assert "30 天未拜访" in client.get("/field/visits/map/").content.decode()


def test_the_map_gets_stops_in_their_order_and_hollow_plans(
    world: World, shop: Customer, add_shop: AddShop, sign_in: SignIn
) -> None:
    far = add_shop("远的店", place=north(9_000))
    visit_plans.add(by=actor(world.zheng), customer_id=far.pk, person=world.zheng, day=TODAY)
    later = sign_in(at(NOW))
    outside = sign_in(at(NOW - timedelta(hours=1), place=north(4_000)), reason="路上")
    found = day_of(world.manager, world)
    drawn = day_map_drawing.drawn(found, zone=world.company.zone)
    person = next(one for one in drawn if one["id"] == world.zheng.pk)
    assert [stop[3] for stop in person["stops"]] == [
        f"/field/visits/{outside.pk}/", f"/field/visits/{later.pk}/",
    ]  # fmt: skip
    assert [stop[4] for stop in person["stops"]] == ["is-outside", "is-verified"]
    assert [plan[0] for plan in person["plans"]] == [round(north(9_000).latitude, 6)]


def test_a_visit_elsewhere_that_a_photo_proves_is_drawn_as_both(
    world: World, sign_in: SignIn
) -> None:
    visit = sign_in(at(NOW, place=north(4_000)), reason="路上")
    Visit.objects.filter(pk=visit.pk).update(is_verified=True)
    drawn = day_map_drawing.drawn(day_of(world.manager, world), zone=world.company.zone)
    person = next(one for one in drawn if one["id"] == world.zheng.pk)
    assert [stop[4] for stop in person["stops"]] == ["is-verified is-outside"]


def test_the_page_narrows_to_a_department_and_people(
    world: World, sign_in: SignIn, client_of: ClientOf
) -> None:
    sign_in()
    client = client_of(world.boss)

    def names(query: str) -> set[str]:
        answer = client.get(f"/field/visits/map/?{query}")
        assert answer.status_code == 200
        return {line.person.name for line in answer.context["found"].lines}

    assert names(f"of={world.zheng.pk}&of={world.li.pk}") == {world.zheng.name, world.li.name}
    assert names(f"department={world.shenzhen.pk}") == {world.su.name}
    assert world.zheng.name in names("department=x&of=y&on=9999-12-31")
    assert client_of(world.finance).get("/field/visits/map/").status_code == 403
