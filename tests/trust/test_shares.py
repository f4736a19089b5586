"""What PostgreSQL is asked of a sweep leaves out no road, no reader and no value."""

from collections import Counter

from tests.trust import roads
from tests.trust.shares import dealt

ALL = roads.pages() + roads.operations()


def test_three_turns_in_a_row_ask_every_road_once() -> None:
    for first in range(4):
        met = Counter(road for turn in range(first, first + 3) for road in _names(turn))
        assert met == Counter(road.name for road in ALL)


def test_no_turn_is_much_longer_than_another() -> None:
    for turn in range(3):
        assert 0.8 < 3 * len(_names(turn)) / len(ALL) < 1.2


def _names(turn: int) -> list[str]:
    return [road.name for road in dealt(ALL, turn, of=3)]
