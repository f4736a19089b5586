"""The moment of an item from the phone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from zhuixiao.field.phone.captures import Capture, capture
from zhuixiao.kit.geo import position

ITEM = UUID("6f1f2a60-3c9b-4b0e-8a51-0d5f6c0e9f01")
NOON = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE = position(23.13, 113.26)


def told(*, done: datetime, sent: datetime, received: datetime, accuracy: float = 20.0) -> Capture:
    return capture(
        client_id=ITEM,
        claimed_at=done,
        sent_at=sent,
        received_at=received,
        place=HERE,
        accuracy=accuracy,
    )


def test_a_clock_that_is_right_is_believed_after_three_days_offline() -> None:
    item = told(done=NOON, sent=NOON + 72 * HOUR, received=NOON + 72 * HOUR)
    assert item.at == NOON
    assert not item.is_clock_off


def test_a_clock_a_day_ahead_is_set_right_and_marked() -> None:
    item = told(done=NOON + 24 * HOUR, sent=NOON + 25 * HOUR, received=NOON + HOUR)
    assert item.at == NOON
    assert item.claimed_at == NOON + 24 * HOUR
    assert item.is_clock_off


def test_nothing_was_done_after_it_arrived() -> None:
    item = told(done=NOON + 2 * HOUR, sent=NOON, received=NOON)
    assert item.at == NOON


def test_a_position_without_a_usable_accuracy_is_none() -> None:
    for accuracy in (float("nan"), float("inf"), -1.0, 50_000.0):
        item = told(done=NOON, sent=NOON, received=NOON, accuracy=accuracy)
        assert item.place is None
        assert item.accuracy is None
