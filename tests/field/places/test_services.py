"""Each map service is asked in its own words and datum, and whatever it answers is understood."""

import json
from typing import Any

import pytest

from tests.field.places.conftest import BAD_KEY, EMPTY, GOOD, KEY, QUOTA, TOO_FAST, Serve
from zhuixiao.field.choices.places import Trouble
from zhuixiao.field.places import services
from zhuixiao.field.places.services import NotNow, Refused, ask
from zhuixiao.kit.geo import Datum, Position, position

SERVICES = list(GOOD)
HERE = Position(23.1377, 113.3245)


@pytest.mark.parametrize("name", SERVICES)
def test_a_good_answer_names_the_place(serve: Serve, name: str) -> None:
    serve(name)
    assert ask(HERE) == "广东省广州市天河区天河南街道天河体育中心"


def place_of(name: str, asked: dict[str, str]) -> Position:
    """Where the service would look."""
    if name == "tianditu":
        told = json.loads(asked["postStr"])
        return position(told["lat"], told["lon"])
    first, second = map(float, asked["location"].split(","))
    if name == "amap":
        return position(second, first, Datum.GCJ02)
    return position(first, second, Datum.GCJ02 if name == "tencent" else Datum.BD09)


@pytest.mark.parametrize("name", SERVICES)
def test_it_is_asked_where_it_draws_the_place_and_told_nothing_else(
    serve: Serve, name: str
) -> None:
    service = serve(name)
    ask(HERE)
    (asked,) = service.asked
    assert place_of(name, asked).metres_to(HERE) < 0.5
    assert KEY in asked.values()
    words = {"location", "output", "key", "ak", "coordtype", "postStr", "type", "tk"}
    assert set(asked) <= words


@pytest.mark.parametrize("name", SERVICES)
def test_the_sea_has_no_name(serve: Serve, name: str) -> None:
    serve(name).says(EMPTY[name])
    assert ask(Position(18.0, 115.0)) == ""


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize(("answers", "trouble"), [(BAD_KEY, "key"), (QUOTA, "quota")])
def test_a_refusal_says_why(serve: Serve, name: str, answers: Any, trouble: str) -> None:
    status, body = answers[name]
    serve(name).says(body, status)
    with pytest.raises(Refused) as refused:
        ask(HERE)
    assert refused.value.trouble == Trouble(trouble)
    assert KEY not in refused.value.said


@pytest.mark.parametrize("name", SERVICES)
def test_too_fast_is_for_later(serve: Serve, name: str) -> None:
    status, body = TOO_FAST[name]
    serve(name).says(body, status)
    with pytest.raises(NotNow):
        ask(HERE)


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {}),
        (502, b"<html>bad gateway</html>"),
        (200, b"<html>captive portal</html>"),
        (200, b""),
        (200, b"[1]"),
        (200, b"[" * 100_000),
        (200, b"\xff\xfe"),
        (200, {}),
        (200, {"status": "1", "infocode": "10000"}),
        (200, {"status": 0, "result": []}),
        (200, {"status": "0", "result": None}),
    ],
)
def test_what_is_no_answer_is_for_later(serve: Serve, name: str, status: int, body: Any) -> None:
    serve(name).says(body, status)
    with pytest.raises(NotNow):
        ask(HERE)


@pytest.mark.parametrize("name", SERVICES)
def test_whoever_answers_with_another_address_is_not_followed(serve: Serve, name: str) -> None:
    service = serve(name)
    service.says({}, 302, Location=f"{service.url}/elsewhere")
    with pytest.raises(NotNow):
        ask(HERE)
    assert len(service.asked) == 1


@pytest.mark.parametrize("name", SERVICES)
def test_a_slow_service_holds_nobody(
    serve: Serve, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_SECONDS", 0.2)
    serve(name).seconds = 0.6
    with pytest.raises(NotNow):
        ask(HERE)


def test_nothing_that_is_raised_carries_the_key(serve: Serve, settings: Any) -> None:
    service = serve("amap")
    settings.PLACES_URL = "http://127.0.0.1:9/"
    with pytest.raises(NotNow) as silent:
        ask(HERE)
    service.says({}, 500)
    settings.PLACES_URL = service.url
    with pytest.raises(NotNow) as broken:
        ask(HERE)
    for error in (silent.value, broken.value):
        assert KEY not in repr(error)
        assert error.__suppress_context__


def test_a_long_name_with_odd_signs_is_kept_short(serve: Serve) -> None:
    address = "  天河\n体育\x00中心" + "长" * 500
    serve("baidu").says({"status": 0, "result": {"formatted_address": address}})
    found = ask(HERE)
    assert found.startswith("天河 体育")
    assert len(found) == 200
    assert "\x00" not in found
