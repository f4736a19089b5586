"""我的考勤: the button, honest words, the own month; and what the phone keeps of it."""

import json

import pytest

from tests.conftest import ClientOf
from tests.field.attendance.conftest import OFFICE, Sign, at, captured
from tests.world import World, actor
from zhuixiao.field.models import AttendanceGroup, Punch
from zhuixiao.field.phone import outbox
from zhuixiao.field.phone import state as phone_state
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks

URL = "/field/attendance/"


def test_the_page_shows_shift_place_and_button(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    page = client_of(world.zheng).get(URL).content.decode()
    assert "09:00–18:00" in page
    assert "公司" in page
    assert "data-punch" in page


def test_one_press_signs_in_with_the_position_of_the_browser(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    place = {"latitude": OFFICE.latitude, "longitude": OFFICE.longitude, "accuracy": 35}
    client = client_of(world.zheng)
    assert client.post(f"{URL}punches/", {"is_in": "1", **place}).status_code == 303
    assert "误差 35 米" in client.get(URL).content.decode()
    assert Punch.objects.get().standing == "inside"


def test_it_works_without_a_position_and_is_marked(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    client.post(f"{URL}punches/", {"is_in": "1"})
    assert "无定位" in client.get(URL).content.decode()
    assert Punch.objects.get().standing == "nowhere"


@pytest.mark.parametrize("latitude", ["NaN", "1e400", "91", "x", ""])
def test_a_wrong_position_never_breaks_the_page(
    world: World, group: AttendanceGroup, client_of: ClientOf, latitude: str
) -> None:
    values = {"is_in": "1", "latitude": latitude, "longitude": "114", "accuracy": "-5"}
    answer = client_of(world.zheng).post(f"{URL}punches/", values)
    assert answer.status_code in {303, 422}
    assert all(row.latitude is None for row in Punch.objects.all())


def test_the_question_for_a_reason_keeps_moment_and_position(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    group.terms_json = {**group.terms_json, "needs_note": True}
    group.save()
    client = client_of(world.zheng)
    moment = "2026-03-02T00:55:00Z"
    sent = {"is_in": "1", "claimed_at": moment, "sent_at": moment, "latitude": "22.6",
            "longitude": "114.05", "accuracy": "20"}  # fmt: skip
    asked = client.post(f"{URL}punches/", sent)
    assert asked.status_code == 422
    assert f'name="claimed_at" value="{moment}"' in asked.content.decode()
    assert 'name="latitude" value="22.6"' in asked.content.decode()


def test_somebody_without_the_right_to_punch_sees_no_button(
    world: World, client_of: ClientOf
) -> None:
    assert client_of(world.boss).get(URL).headers["Location"] == "/field/attendance/table/"
    assert client_of(world.boss).post(f"{URL}punches/", {"is_in": "1"}).status_code == 403


def test_the_outbox_takes_a_punch_once(world: World, group: AttendanceGroup) -> None:
    kind = outbox.kind("attendance.punch")
    assert kind is not None
    capture = captured("08:55", place=OFFICE)
    for _time in range(2):
        kind.handle({"is_in": True}, capture, [], actor(world.zheng, at=at("09:00")))
    assert Punch.objects.count() == 1
    for values in ({}, {"is_in": "perhaps"}, {"is_in": True, "reason": "x" * 201}):
        with pytest.raises(RuleError):
            kind.handle(values, captured("09:01"), [], actor(world.zheng, at=at("09:01")))


def test_the_phone_keeps_shift_places_and_punches_of_today(
    world: World, group: AttendanceGroup, sign: Sign
) -> None:
    sign("09:12")
    piece = phone_state.pieces()["attendance"](world.zheng, at("09:30"))
    held = json.loads(json.dumps(piece))
    assert held["shift"][0]["begins"] == "09:00"
    assert held["places"][0]["name"] == "公司"
    assert (held["next"], held["state"], held["late_minutes"]) == ("out", "late", 12)
    assert held["punches"][0]["accuracy"] == 20
    assert phone_state.pieces()["attendance"](world.boss, at("09:30")) is None


def test_the_ledger_agrees(world: World, group: AttendanceGroup, sign: Sign) -> None:
    sign("09:12")
    sign("18:10", is_in=False)
    sign("08:00", days=1)
    assert checks.verify() == []
