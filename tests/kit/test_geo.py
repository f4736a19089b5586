"""Positions: checked, measured, and converted as Chinese maps draw them."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import DATA, needs_shared
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import Datum, position

CENTIMETRE = 0.01


@cache
def expected() -> dict[str, Any]:
    text = (DATA / "cn_coords" / "expected.json").read_text(encoding="utf-8")
    answers: dict[str, Any] = json.loads(text)
    return answers


@pytest.mark.shared
@needs_shared
def test_wgs84_becomes_gcj02_as_the_reference_says() -> None:
    for pair in expected()["wgs84_to_gcj02"]:
        here = position(*pair["wgs"])
        assert here.to(Datum.GCJ02) == pytest.approx(tuple(pair["own"]), abs=1e-6)
        shift = here.metres_to(position(*here.to(Datum.GCJ02)))
        assert shift == pytest.approx(pair["shift_m"], rel=0.002)


@pytest.mark.shared
@needs_shared
def test_bd09_becomes_wgs84_by_the_exact_inverse() -> None:
    for pair in expected()["bd09_to_wgs84"]:
        latitude, longitude = pair["bd"]
        here = position(latitude, longitude, Datum.BD09)
        assert (here.latitude, here.longitude) == pytest.approx(
            tuple(pair["own_exact_inverse"]), abs=1e-5
        )


@given(st.floats(18, 53), st.floats(74, 134), st.sampled_from(Datum))
def test_a_place_in_china_comes_back_from_every_datum(
    latitude: float, longitude: float, datum: Datum
) -> None:
    here = position(latitude, longitude)
    latitude, longitude = here.to(datum)
    assert here.metres_to(position(latitude, longitude, datum)) < CENTIMETRE


def test_outside_china_nothing_is_shifted() -> None:
    assert position(46.07, 11.15).to(Datum.GCJ02) == (46.07, 11.15)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(float("nan"), 1.0), (1.0, float("inf")), (90.1, 0.0), (0.0, -180.1), (116.4, 39.9)],
)
def test_what_is_no_place_on_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(RuleError):
        position(latitude, longitude)


def test_a_degree_of_latitude_is_some_111_kilometres() -> None:
    assert position(30, 120).metres_to(position(31, 120)) == pytest.approx(111195, abs=1)
