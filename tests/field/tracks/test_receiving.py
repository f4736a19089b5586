"""What is kept of what devices send, and what is only answered."""

from datetime import timedelta

import pytest

from tests.field.tracks.conftest import SEVEN, Phone, PhoneOf, fixes_of, keep, point
from tests.world import NOW, World, actor
from zhuixiao.accounts.actions import calendar
from zhuixiao.field.actions import trackers, tracks_switch
from zhuixiao.field.choices.tracks import FixSource, Kept, Mark, TrackerKind
from zhuixiao.field.models import TrackDay, Tracker, TrackSpell
from zhuixiao.kit.errors import NotAllowed, RuleError

pytestmark = pytest.mark.django_db


def test_a_position_in_working_hours_is_kept(world: World, phone: Phone) -> None:
    got = phone.send([point(-5)])
    (fix,) = fixes_of(world.zheng)
    assert (got.kept, got.known, got.dropped) == (1, 0, 0)
    assert fix.at == NOW - timedelta(minutes=5)
    assert fix.received_at == NOW
    assert fix.tracker_id == phone.tracker.pk
    assert fix.marks == 0


def test_the_same_position_twice_is_one(world: World, phone: Phone) -> None:
    phone.send([point(-5), point(-4)])
    got = phone.send([point(-5), point(-4), point(-3)])
    assert (got.kept, got.known) == (1, 2)
    assert len(fixes_of(world.zheng)) == 3


def test_two_devices_may_tell_of_the_same_second(world: World, phone_of: PhoneOf) -> None:
    for phone in (phone_of(world.zheng), phone_of(world.zheng, TrackerKind.OVERLAND)):
        phone.send([point(-5)])
    assert len(fixes_of(world.zheng)) == 2


def test_nothing_is_kept_before_the_switch_was_turned_on(world: World, phone: Phone) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    got = phone.send([point(-181), point(-179)])
    assert (got.kept, got.dropped) == (1, 1)
    assert fixes_of(world.zheng)[0].at > SEVEN


def test_what_was_on_the_way_when_it_was_turned_off_is_kept_later(
    world: World, phone: Phone
) -> None:
    tracks_switch.turn_off(by=actor(world.zheng))
    got = phone.send([point(-5), point(5)], at=NOW + timedelta(minutes=10))
    assert (got.kept, got.dropped) == (1, 1)


def test_without_consent_nothing_is_kept_and_all_is_counted(world: World) -> None:
    tracker, secret = trackers.add(by=actor(world.zheng), name="", kind=TrackerKind.TRACCAR)
    got = Phone(tracker, secret).send([point(-5)])
    tracker.refresh_from_db()
    assert (got.kept, got.dropped) == (0, 1)
    assert (tracker.kept, tracker.dropped, tracker.seen_at) == (0, 1, NOW)
    assert fixes_of(world.zheng) == []


def test_the_track_cannot_be_turned_on_without_agreeing(world: World) -> None:
    with pytest.raises(RuleError):
        tracks_switch.turn_on(by=actor(world.zheng), agrees=False)


def test_taking_the_consent_back_turns_it_off(world: World, phone: Phone) -> None:
    tracks_switch.withdraw(by=actor(world.zheng))
    assert phone.send([point(5)], at=NOW + timedelta(minutes=10)).kept == 0
    with pytest.raises(RuleError):
        tracks_switch.turn_on(by=actor(world.zheng), agrees=False)


def test_turning_it_on_twice_changes_nothing(world: World, phone: Phone) -> None:
    tracks_switch.turn_on(by=actor(world.zheng), agrees=False)
    assert TrackSpell.objects.filter(employee=world.zheng).count() == 1


def test_outside_working_hours_nothing_is_kept(world: World, phone: Phone) -> None:
    evening = NOW + timedelta(hours=10)
    assert phone.send([point(9 * 60)], at=evening).dropped == 1


def test_on_a_holiday_nothing_is_kept(world: World, phone: Phone) -> None:
    calendar.set_day(by=actor(world.boss), day=NOW.date(), is_workday=False, name="停电")
    assert phone.send([point(-5)]).dropped == 1


def test_a_company_that_keeps_more_hours_sees_them_marked(world: World, phone: Phone) -> None:
    keep(world, kept=Kept.WORKDAYS.value)
    phone.send([point(9 * 60)], at=NOW + timedelta(hours=10))
    assert [Mark(fix.marks) for fix in fixes_of(world.zheng)] == [Mark.OUTSIDE]


def test_days_off_are_kept_only_where_all_are(world: World, phone: Phone) -> None:
    sunday = 6 * 24 * 60
    keep(world, kept=Kept.WORKDAYS.value)
    assert phone.send([point(sunday)], at=NOW + timedelta(days=6, hours=1)).dropped == 1
    keep(world, kept=Kept.ALWAYS.value)
    assert phone.send([point(sunday)], at=NOW + timedelta(days=6, hours=1)).kept == 1


def test_a_position_of_the_future_or_of_long_ago_is_not_believed(
    world: World, phone_of: PhoneOf
) -> None:
    phone = phone_of(world.zheng, since=NOW - timedelta(days=300))
    assert phone.send([point(6), point(-181 * 24 * 60)]).dropped == 2
    assert phone.send([point(4)]).kept == 1


def test_what_comes_after_a_newer_one_is_marked(world: World, phone: Phone) -> None:
    phone.send([point(-10), point(-2)])
    phone.send([point(-5)])
    assert [Mark(fix.marks) for fix in fixes_of(world.zheng)] == [Mark(0), Mark.LATE, Mark(0)]


def test_a_file_of_the_past_is_not_out_of_order(world: World, phone: Phone) -> None:
    phone.send([point(-2)], source=FixSource.GPX)
    phone.send([point(-10)], source=FixSource.GPX)
    assert {fix.marks for fix in fixes_of(world.zheng)} == {0}


def test_a_position_that_the_phone_calls_false_is_kept_and_marked(
    world: World, phone: Phone
) -> None:
    phone.send([point(-5, is_mock=True)])
    assert [Mark(fix.marks) for fix in fixes_of(world.zheng)] == [Mark.MOCK]


def test_ten_thousand_positions_at_once_are_kept(world: World, phone: Phone) -> None:
    points = [point(-160 + number / 70, north=number % 100) for number in range(10_000)]
    keep(world, kept=Kept.ALWAYS.value)
    assert phone.send(points).kept == 10_000
    assert phone.send(points).known == 10_000


def test_positions_make_their_day_stale(world: World, phone: Phone) -> None:
    phone.send([point(-5)])
    TrackDay.objects.update(is_stale=False)
    phone.send([point(-5)])
    assert not TrackDay.objects.get().is_stale
    phone.send([point(-4)])
    day = TrackDay.objects.get()
    assert day.is_stale
    assert (day.employee, day.day, day.department_id) == (world.zheng, NOW.date(), world.south.pk)


def test_a_removed_device_is_unknown(world: World, phone: Phone) -> None:
    trackers.switch_off(by=actor(world.zheng), tracker=phone.tracker)
    assert phone.get("lat=23&lon=113&timestamp=1700000000") == (404, b"")
    assert Tracker.objects.get().off_at == NOW


def test_nobody_removes_the_device_of_somebody_else(world: World, phone: Phone) -> None:
    with pytest.raises(RuleError):
        trackers.switch_off(by=actor(world.boss), tracker=phone.tracker)


def test_a_person_has_ten_devices_at_most(world: World) -> None:
    for _number in range(10):
        trackers.add(by=actor(world.zheng), name="", kind=TrackerKind.OVERLAND)
    with pytest.raises(RuleError):
        trackers.add(by=actor(world.zheng), name="", kind=TrackerKind.OVERLAND)


def test_who_has_no_right_to_a_track_gets_no_device(world: World) -> None:
    with pytest.raises(NotAllowed):
        trackers.add(by=actor(world.finance), name="", kind=TrackerKind.OVERLAND)
