"""Each location app gets the answer of its own protocol, and what it sent arrives as it meant."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.field.tracks.conftest import Phone, fixes_of
from tests.world import World, actor
from zhuixiao.accounts.actions import employees
from zhuixiao.field.choices.tracks import FixSource, Mark
from zhuixiao.field.models import Fix, Tracker, TrackSpell

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def ago(minutes: float) -> datetime:
    return (timezone.now() - timedelta(minutes=minutes)).replace(microsecond=0)


def owntracks(at: datetime, **more: object) -> str:
    return json.dumps(
        {"_type": "location", "lat": 23.1, "lon": 113.3, "tst": int(at.timestamp()), **more}
    )


def traccar(at: datetime, **coords: object) -> str:
    place = {"latitude": 23.1, "longitude": 113.3, "accuracy": 5, **coords}
    told = {"timestamp": at.isoformat(), "coords": place, "battery": {"level": 0.79}}
    return json.dumps({"location": told, "device_id": "48241179"})


def overland(*times: datetime, **properties: object) -> str:
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [113.3, 23.1]},
            "properties": {"timestamp": at.isoformat(), "battery_level": 0.8, **properties},
        }
        for at in times
    ]
    return json.dumps({"locations": rows, "trip": {"distance": 1}})


def only(world: World) -> Fix:
    (fix,) = fixes_of(world.zheng)
    return fix


def test_owntracks_gets_an_empty_list(world: World, live_phone: Phone) -> None:
    at = ago(5)
    answer = live_phone.post(owntracks(at, vel=36, batt=46, acc=15, alt=440, cog=271, tid="JJ"))
    fix = only(world)
    assert answer == (200, b"[]")
    assert (fix.latitude, fix.longitude, fix.at) == (23.1, 113.3, at)
    assert fix.speed == pytest.approx(10)
    assert (fix.battery, fix.accuracy) == (46, 15)
    assert (fix.altitude, fix.course, fix.source) == (440, 271, FixSource.OWNTRACKS)


def test_owntracks_may_send_nothing_or_something_else(world: World, live_phone: Phone) -> None:
    Tracker.objects.update(kind="owntracks")
    for body in ("", '{"_type":"lwt","tst":1}', '{"_type":"waypoint","lat":1,"lon":1,"tst":1}'):
        assert live_phone.post(body) == (200, b"[]")
    assert fixes_of(world.zheng) == []


def test_an_encrypted_message_marks_the_device(live_phone: Phone) -> None:
    assert live_phone.post('{"_type":"encrypted","data":"x"}') == (200, b"[]")
    assert Tracker.objects.get().is_encrypted
    live_phone.post(owntracks(ago(1)))
    assert not Tracker.objects.get().is_encrypted


def test_traccar_gets_an_empty_answer(world: World, live_phone: Phone) -> None:
    assert live_phone.post(traccar(ago(5), speed=18.67, heading=-1)) == (200, b"")
    fix = only(world)
    assert (fix.speed, fix.course, fix.battery) == (18.67, None, 79)
    assert fix.source == FixSource.TRACCAR


def test_traccar_may_send_no_place(world: World, live_phone: Phone) -> None:
    body = json.dumps({"location": {"timestamp": ago(1).isoformat()}, "device_id": "1"})
    assert live_phone.post(body) == (200, b"")
    assert fixes_of(world.zheng) == []
    assert Tracker.objects.get().dropped == 0


def test_a_false_position_of_traccar_is_marked(world: World, live_phone: Phone) -> None:
    told = json.loads(traccar(ago(5)))
    told["location"]["mock"] = True
    live_phone.post(json.dumps(told))
    assert Mark.MOCK in Mark(only(world).marks)


def test_the_older_traccar_sends_an_address(world: World, live_phone: Phone) -> None:
    at = ago(5)
    query = f"id=1&lat=23.1&lon=113.3&timestamp={int(at.timestamp())}&speed=10&bearing=90&batt=87"
    assert live_phone.get(query) == (200, b"")
    fix = only(world)
    assert (fix.at, fix.course, fix.battery) == (at, 90, 87)
    assert fix.speed == pytest.approx(5.144, abs=0.001)


def test_the_older_traccar_sends_a_form(world: World, live_phone: Phone) -> None:
    body = f"id=1&location=23.1,113.3&timestamp={int(ago(5).timestamp() * 1000)}"
    assert live_phone.post(body, FORM) == (200, b"")
    assert only(world).longitude == 113.3


def test_an_address_with_a_post_and_no_body_counts(world: World, live_phone: Phone) -> None:
    query = f"?lat=23.1&lon=113.3&timestamp={int(ago(5).timestamp())}"
    assert live_phone.post("", FORM, query) == (200, b"")
    assert only(world).latitude == 23.1


def test_registering_for_messages_is_answered(world: World, live_phone: Phone) -> None:
    assert live_phone.post("id=1&notificationToken=abc", FORM) == (200, b"")
    assert fixes_of(world.zheng) == []


def test_overland_is_told_ok(world: World, live_phone: Phone) -> None:
    body = overland(ago(5), ago(4), speed=4, horizontal_accuracy=30, altitude=-3)
    assert live_phone.post(body) == (200, b'{"result": "ok"}')
    first, _second = fixes_of(world.zheng)
    assert (first.latitude, first.longitude) == (23.1, 113.3)
    assert (first.speed, first.battery, first.accuracy) == (4, 80, 30)


def test_gpslogger_fills_the_address_that_it_was_given(world: World, live_phone: Phone) -> None:
    at = ago(5)
    query = f"lat=23.1&lon=113.3&ts={int(at.timestamp())}&acc=9&spd=2.5&dir=45&alt=12&batt=50"
    assert live_phone.get(query) == (200, b"")
    fix = only(world)
    assert (fix.speed, fix.course, fix.altitude, fix.battery) == (2.5, 45, 12, 50)


def test_gpslogger_may_send_its_own_body(world: World, live_phone: Phone) -> None:
    body = f"lat=23.1&lon=113.3&time={ago(5).isoformat()}Z".replace("+00:00Z", "Z")
    assert live_phone.post(body, "text/plain") == (200, b"")
    assert only(world).latitude == 23.1


@pytest.mark.parametrize(
    "place",
    [
        {"lat": float("nan")},
        {"lat": 1e400},
        {"lon": 10**400},
        {"lat": 113.3, "lon": 23.1},
        {"lat": None},
        {"lat": "\ud800"},
        {"lat": {"deep": []}},
        {"lat": True},
        {"tst": "soon"},
        {"tst": 10**30},
        {"tst": None},
    ],
)
def test_a_position_that_is_none_is_answered_counted_and_not_kept(
    world: World, live_phone: Phone, place: dict[str, object]
) -> None:
    assert live_phone.post(owntracks(ago(5), **place)) == (200, b"[]")
    assert fixes_of(world.zheng) == []
    assert Tracker.objects.get().dropped == 1


def test_the_good_ones_of_a_batch_are_kept(world: World, live_phone: Phone) -> None:
    batch = json.loads(overland(ago(5), ago(4), ago(3)))
    batch["locations"][1] = {"geometry": {"coordinates": [181, 91]}, "properties": None}
    batch["locations"] += [None, 7, "x", [], {"geometry": {"coordinates": "23"}}]
    assert live_phone.post(json.dumps(batch))[0] == 200
    assert len(fixes_of(world.zheng)) == 2
    assert Tracker.objects.get().dropped == 6


def test_odd_details_are_unknown(world: World, live_phone: Phone) -> None:
    body = owntracks(ago(5), vel=-1, batt=150, acc=float("inf"), alt="x", cog=[])
    live_phone.post(body)
    fix = only(world)
    assert (fix.speed, fix.battery, fix.accuracy) == (None, None, None)
    assert (fix.altitude, fix.course) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"x": 1}',
        b'{"_type": 7}',
        b'{"_type": []}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"_type":"location","lat":' + b"9" * 5_000 + b"}",
        b'{"_type":"location","lat":"\xff\xfe"}',
        b"what is this",
        b"\xff\xfe=1",
    ],
)
def test_what_no_app_sends_is_refused_for_good(
    world: World, live_phone: Phone, body: bytes
) -> None:
    assert live_phone.post(body)[0] == 400
    assert fixes_of(world.zheng) == []


def test_an_unknown_secret_is_an_unknown_device(world: World, live_phone: Phone) -> None:
    for secret in ("x", "x" * 3_000, "%ED%A0%80", live_phone.secret[:-1]):
        for answer in (
            Client().post(f"/field/gps/{secret}", overland(ago(1)), "application/json"),
            Client().get(f"/field/gps/{secret}?lat=1&lon=1&timestamp=1"),
        ):
            assert answer.status_code == 404
    assert fixes_of(world.zheng) == []


def test_who_has_left_sends_nothing_any_more(world: World, live_phone: Phone) -> None:
    employees.deactivate(by=actor(world.boss, at=timezone.now()), employee=world.zheng)
    assert live_phone.post(overland(ago(1)))[0] == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch", "head"])
def test_other_methods_are_refused(live_phone: Phone, method: str) -> None:
    assert getattr(Client(), method)(live_phone.path).status_code == 405


def test_a_switched_off_track_is_answered_as_delivered(world: World, live_phone: Phone) -> None:
    spells = TrackSpell.objects.filter(employee=world.zheng)
    spells.update(ended_at=ago(60 * 24))
    assert live_phone.post(overland(ago(5))) == (200, b'{"result": "ok"}')
    assert live_phone.post(owntracks(ago(5))) == (200, b"[]")
    assert live_phone.post(traccar(ago(5))) == (200, b"")
    assert fixes_of(world.zheng) == []
    assert Tracker.objects.get().dropped == 3


def test_no_cookie_is_needed_or_set(live_phone: Phone) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(live_phone.path, overland(ago(5)), "application/json")
    assert answer.status_code == 200
    assert not answer.cookies


def test_who_may_have_no_track_any_more_sends_nothing(world: World, live_phone: Phone) -> None:
    role = world.zheng.role
    role.grants = {"modules": {"tracks": {"scope": "own", "actions": ["view"]}}}
    role.save()
    assert live_phone.post(overland(ago(1)))[0] == 404
    assert fixes_of(world.zheng) == []
