"""What a phone says about the moment something was done: when, where, how exactly.

The clock of a phone may be wrong and its items may arrive days later. Each item says what the
phone's clock showed when it was done and when it was sent; the difference to the server's clock at
arrival is the clock's error, and taken off: the server's time decides day and order, the phone's is
kept as a claim.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zhuixiao.kit.geo import Position

# A clock that is off by more is shown to whoever looks at the record.
CLOCK_TOLERANCE = timedelta(minutes=5)
# A worse accuracy says nothing: such a position came from a cell or an address of the network.
WORST_ACCURACY = 10_000


@dataclass(frozen=True)
class Capture:
    """The moment of an item. `at` is by the server's clock, `claimed_at` by the phone's.

    `client_id` is the phone's own number of the item: the same one twice is one item. `accuracy` is
    the radius in metres that the phone told with its position. `is_mock`: the phone says that the
    position was made by a program. `is_first`: whoever made this holds the person's turn and found
    no receipt of the number, so nothing was made of the item before.
    """

    client_id: UUID
    at: datetime
    claimed_at: datetime
    received_at: datetime
    place: Position | None = None
    accuracy: float | None = None
    is_mock: bool = False
    is_first: bool = False

    @property
    def clock_error(self) -> timedelta:
        """By how much the phone's clock is behind the server's."""
        return self.at - self.claimed_at

    @property
    def is_clock_off(self) -> bool:
        return abs(self.clock_error) > CLOCK_TOLERANCE


def capture(
    *,
    client_id: UUID,
    claimed_at: datetime,
    sent_at: datetime,
    received_at: datetime,
    place: Position | None = None,
    accuracy: float | None = None,
    is_mock: bool = False,
) -> Capture:
    """The moment as told, corrected by the error that the phone's clock showed at sending.

    Never after the arrival. An accuracy that is no length, or worse than 10 km, drops the position.
    """
    at = min(claimed_at + (received_at - sent_at), received_at)
    if accuracy is not None and not (math.isfinite(accuracy) and 0 <= accuracy <= WORST_ACCURACY):
        place = accuracy = None
    return Capture(client_id, at, claimed_at, received_at, place, accuracy, is_mock)
