"""What is odd about positions, the one way of several devices, its length and its gaps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.world import NOW
from zhuixiao.field.choices.tracks import Mark
from zhuixiao.field.tracks.marking import marks_of, one_line, way

METRE = 1 / 111_195


@dataclass(frozen=True)
class Spot:
    at: datetime
    latitude: float
    longitude: float = 113.3
    speed: float | None = None
    marks: int = 0
    tracker_id: int = 1


def spot(seconds: float, north: float, **more: float) -> Spot:
    at = NOW + timedelta(seconds=seconds)
    return Spot(at, 23.1 + north * METRE, **more)  # type: ignore[arg-type]


def marks(*spots: Spot) -> list[Mark]:
    return [Mark(one) for one in marks_of(spots)]


def test_an_ordinary_way_has_no_marks() -> None:
    assert marks(*(spot(60 * number, 800 * number) for number in range(5))) == [Mark(0)] * 5


def test_a_jump_there_and_back_is_marked_once() -> None:
    away = spot(120, 50_000)
    found = marks(spot(0, 0), spot(60, 100), away, spot(180, 200), spot(240, 300))
    assert found == [Mark(0), Mark(0), Mark.JUMP, Mark(0), Mark(0)]


def test_three_that_agree_were_no_jump() -> None:
    there = [spot(120 + 60 * number, 50_000 + 100 * number) for number in range(3)]
    assert marks(spot(0, 0), *there) == [Mark(0)] * 4
    assert marks(spot(0, 0), *there[:2]) == [Mark(0), Mark.JUMP, Mark.JUMP]


def test_two_jumps_to_different_places_do_not_agree() -> None:
    found = marks(spot(0, 0), spot(60, 50_000), spot(120, -50_000), spot(180, 90_000))
    assert found == [Mark(0), Mark.JUMP, Mark.JUMP, Mark.JUMP]


def test_two_hundred_an_hour_is_the_limit() -> None:
    assert marks(spot(0, 0), spot(3_600, 199_000)) == [Mark(0), Mark(0)]
    assert marks(spot(0, 0), spot(3_600, 201_000)) == [Mark(0), Mark.JUMP]


def test_a_device_that_tells_an_impossible_speed_is_marked() -> None:
    assert marks(spot(0, 0, speed=60), spot(60, 10, speed=55)) == [Mark.SPEED, Mark(0)]


def test_no_satellites_means_nowhere() -> None:
    assert marks(Spot(NOW, 0.0, 0.0)) == [Mark.JUMP]


def test_what_a_position_came_with_stays() -> None:
    found = marks(spot(0, 0, marks=Mark.MOCK), spot(60, 60_000, marks=Mark.LATE))
    assert found == [Mark.MOCK, Mark.LATE]


def test_a_false_position_is_nothing_to_compare_with() -> None:
    found = marks(spot(0, 60_000, marks=Mark.MOCK), spot(60, 0), spot(120, 10))
    assert found == [Mark.MOCK, Mark(0), Mark(0)]


def test_computing_again_gives_the_same() -> None:
    spots = [spot(0, 0), spot(60, 50_000), spot(120, 10)]
    once = marks_of(spots)
    again = [spot(60 * number, (0, 50_000, 10)[number], marks=once[number]) for number in range(3)]
    assert marks_of(again) == once


def test_a_second_device_speaks_only_when_the_first_is_silent() -> None:
    first = [spot(60 * number, 10 * number) for number in range(3)]
    beside = spot(90, 4_000, tracker_id=2)
    later = spot(60 * 20, 9_000, tracker_id=2)
    spots = sorted([*first, beside, later], key=lambda row: row.at)
    assert one_line(spots) == [*first, later]


def test_the_length_is_the_sum_of_the_steps() -> None:
    found = way([spot(0, 0), spot(60, 500), spot(120, 200)])
    assert found.length == pytest.approx(800, abs=1)
    assert found.gaps == ()


def test_a_gap_is_no_part_of_the_length() -> None:
    found = way([spot(0, 0), spot(60, 500), spot(361, 5_000), spot(420, 5_100)])
    assert found.length == pytest.approx(600, abs=1)
    assert found.gaps == (1,)
    assert found.gap_metres == pytest.approx(4_500, abs=5)


def test_silence_on_the_spot_and_a_fast_stretch_are_no_gaps() -> None:
    assert way([spot(0, 0), spot(3_600, 299)]).gaps == ()
    assert way([spot(0, 0), spot(300, 10_000)]).gaps == ()


def test_wandering_about_in_a_stop_is_no_way() -> None:
    spots = [spot(0, 0), spot(60, 50), spot(120, 0), spot(180, 400)]
    assert way(spots, still=[range(3)]).length == pytest.approx(400, abs=1)
    assert way([]).length == 0
