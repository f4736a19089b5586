"""Stay points by the anchor method, as the data pack defines them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import gpxpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shared import DATA, needs_shared
from tests.world import NOW
from zhuixiao.field.tracks.stays import Stay, stays
from zhuixiao.kit.geo import Position

TEN = timedelta(minutes=10)
METRE = 1 / 111_195


@dataclass(frozen=True)
class Spot:
    at: datetime
    latitude: float
    longitude: float = 113.3


def spot(minutes: float, north: float) -> Spot:
    return Spot(NOW + timedelta(minutes=minutes), 23.1 + north * METRE)


def found(*spots: tuple[float, float]) -> list[Stay]:
    return stays([spot(*one) for one in spots], radius=150, least=TEN)


def test_standing_longer_than_the_least_is_a_stay() -> None:
    (stay,) = found((0, 0), (5, 40), (11, 20), (12, 400))
    assert (stay.arrived_at, stay.left_at) == (NOW, NOW + timedelta(minutes=11))
    assert stay.next_at == NOW + timedelta(minutes=12)
    assert stay.place.latitude == pytest.approx(23.1 + 20 * METRE)
    assert stay.stretch == range(3)
    assert stay.minutes == 11
    assert not stay.is_open


def test_exactly_the_least_is_none() -> None:
    assert found((0, 0), (10, 400)) == []
    assert len(found((0, 0), (10.1, 400))) == 1


def test_a_stay_that_lasts_until_the_end_is_open() -> None:
    (stay,) = found((0, 0), (11, 0))
    assert stay.is_open
    assert stay.next_at is None
    assert found((0, 0), (10, 0)) == []


def test_passing_by_slowly_is_no_stay() -> None:
    assert found(*((minute, minute * 40) for minute in range(60))) == []


def test_two_stays_follow_each_other() -> None:
    first, second = found((0, 0), (11, 10), (12, 500), (20, 510), (30, 1_200))
    assert (first.stretch, second.stretch) == (range(2), range(2, 4))


def test_no_positions_are_no_stays() -> None:
    assert found() == []
    assert found((0, 0)) == []


def by_the_book(spots: list[Spot]) -> list[tuple[int, int]]:
    """The pseudo-code as it is printed, slowly."""
    places = [Position(row.latitude, row.longitude) for row in spots]
    answer, i = [], 0
    while i < len(spots):
        j = i + 1
        while j < len(spots) and places[i].metres_to(places[j]) <= 150:
            j += 1
        last = spots[j] if j < len(spots) else spots[-1]
        if last.at - spots[i].at > TEN:
            answer.append((i, j))
            i = j
        else:
            i += 1
    return answer


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.floats(0.1, 12), st.floats(-400, 400), st.floats(-400, 400), st.booleans()),
        max_size=40,
    )
)
def test_any_walk_has_the_stays_of_the_book(steps: list[tuple[float, float, float, bool]]) -> None:
    spots: list[Spot] = []
    minutes, north, east = 0.0, 0.0, 0.0
    for step, up, right, is_still in steps:
        minutes += step
        if not is_still:
            north, east = north + up, east + right
        at = NOW + timedelta(minutes=minutes)
        spots.append(Spot(at, 23.1 + north * METRE, 113.3 + east * METRE))
    answer = stays(spots, radius=150, least=TEN)
    assert [(one.stretch.start, one.stretch.stop) for one in answer] == by_the_book(spots)


@pytest.mark.shared
@needs_shared
def test_the_walk_of_the_data_pack_stays_nowhere_longer_than_it_lasts() -> None:
    folder = DATA / "gpx_gpxpy"
    name = "around-visnjan-with-car.gpx"
    told = json.loads((folder / "expected.json").read_text("utf-8"))["files"][name]
    file = gpxpy.parse((folder / "test_files" / name).read_text("utf-8"))
    spots = [
        Spot(row.time, row.latitude, row.longitude)
        for track in file.tracks
        for segment in track.segments
        for row in segment.points
        if row.time
    ]
    assert len(spots) == told["points_with_time"]
    assert stays(spots, radius=150, least=TEN) == []
