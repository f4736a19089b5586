"""The track on the phone: its piece of the state, and the positions of the own page."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.field.tracks.conftest import SEVEN, fixes_of
from tests.world import NOW, World, actor
from zhuixiao.field.actions import tracks_switch
from zhuixiao.field.choices.tracks import FixSource
from zhuixiao.field.phone import outbox
from zhuixiao.field.phone import state as phone_state
from zhuixiao.field.phone.captures import Capture, capture
from zhuixiao.kit.errors import RuleError

pytestmark = pytest.mark.django_db


def moment(*, fast: timedelta = timedelta(0)) -> Capture:
    """An item sent now by a phone whose clock is fast."""
    at = NOW + fast
    return capture(client_id=uuid.uuid4(), claimed_at=at, sent_at=at, received_at=NOW)


def send(world: World, points: Any, item: Capture) -> str:
    kind = outbox.kind("fix")
    assert kind is not None
    return kind.handle({"points": points}, item, (), actor(world.zheng))


def told(minutes: float, **more: Any) -> dict[str, Any]:
    at = NOW + timedelta(minutes=minutes)
    return {"at": at.isoformat(), "latitude": 23.1, "longitude": 113.3, **more}


def test_the_phone_knows_whether_the_track_is_on_and_who_sees_it(world: World) -> None:
    build = phone_state.pieces()["track"]
    off: Any = build(world.zheng, NOW)
    assert (off["is_on"], off["consented"], off["since"]) == (False, False, None)
    assert off["seen_by"] == ["廖利", "周平"]
    assert off["hours"] == {"kept": "hours", "starts": "08:30", "ends": "18:30"}
    tracks_switch.turn_on(by=actor(world.zheng), agrees=True)
    on: Any = build(world.zheng, NOW)
    assert (on["is_on"], on["consented"], on["since"]) == (True, True, NOW.isoformat())


def test_who_may_have_no_track_gets_no_screen(world: World) -> None:
    assert phone_state.pieces()["track"](world.finance, NOW) is None


def test_a_batch_of_the_own_page_is_kept_once(world: World) -> None:
    tracks_switch.turn_on(by=actor(world.zheng, at=SEVEN), agrees=True)
    rows = [told(-10, accuracy=12, heading=90), told(-9), {"at": "x"}, None]
    item = moment()
    for _time in range(2):
        assert send(world, rows, item) == "/field/tracks/mine/"
    first, second = fixes_of(world.zheng)
    assert (first.accuracy, first.course, first.source) == (12, 90, FixSource.WEB)
    assert second.at == NOW - timedelta(minutes=9)


def test_the_error_of_the_phones_clock_is_taken_off(world: World) -> None:
    tracks_switch.turn_on(by=actor(world.zheng, at=SEVEN), agrees=True)
    send(world, [told(24 * 60 - 10)], moment(fast=timedelta(days=1)))
    assert fixes_of(world.zheng)[0].at == NOW - timedelta(minutes=10)


def test_nothing_is_kept_while_the_track_is_off(world: World) -> None:
    send(world, [told(-10)], moment())
    assert fixes_of(world.zheng) == []


@pytest.mark.parametrize("points", [None, {}, "x", [{}] * 1_001])
def test_what_is_no_list_is_refused(world: World, points: Any) -> None:
    with pytest.raises(RuleError):
        send(world, points, moment())
