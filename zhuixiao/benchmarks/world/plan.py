"""What happens to whom and when, before anything is written: small numbers in arrays.

Everything is then written in the order of time, as it would have come in, so that the rows of one
customer lie apart from each other as they do in a database that has grown.
"""

from array import array
from collections.abc import Iterator
from random import Random

from .days import DAYS, FIRST_MINUTE, LAST_MINUTE, MINUTES, Calendar

ADDED, ACTIVITY = 0, 1
# How many activities a customer gets: few get many.
_SHARES = (40, 42, 14, 4)
_COUNTS = ((0, 0), (1, 3), (4, 9), (10, 32))
_WORKDAYS_BETWEEN = 9
# The share of the customers that the people apart look after.
_OF_OTHERS = 0.2
_MINUTE_SHIFT = 34


class Plan:
    """Customers are numbered from 0 in the order in which they are added."""

    def __init__(
        self, size: int, *, sellers: int, others: int, rng: Random, calendar: Calendar
    ) -> None:
        self.size = size
        workdays = [day for day in range(DAYS) if calendar.is_workday[day]]
        self.seller = array("H", (_seller(sellers, others, rng) for _number in range(size)))
        self._events = array("q")
        for customer in range(size):
            # More customers lately than long ago: the company grows.
            first = int(len(workdays) * (customer / size) ** 0.75)
            minute = _minute(workdays[first], rng)
            self._events.append(minute << _MINUTE_SHIFT | customer << 1 | ADDED)
            left = len(workdays) - first
            count = min(rng.randint(*rng.choices(_COUNTS, _SHARES)[0]), left)
            # Follow-ups keep a rhythm, so that a month has about as many as the one before.
            span = min(left, count * _WORKDAYS_BETWEEN)
            for number in range(count):
                later = workdays[first + int(span * (number + rng.random()) / count)]
                at = max(_minute(later, rng), minute + 1)
                self._events.append(at << _MINUTE_SHIFT | customer << 1 | ACTIVITY)
        self._events = array("q", sorted(self._events))

    def events(self) -> Iterator[tuple[int, int, int]]:
        """(minute, customer, what) in the order of time."""
        for code in self._events:
            yield code >> _MINUTE_SHIFT, (code >> 1) & 0xFFFFFFFF, code & 1


def _seller(sellers: int, others: int, rng: Random) -> int:
    """The place in the list of them, in which the others stand last."""
    is_other = rng.random() < _OF_OTHERS
    return sellers + rng.randrange(others) if is_other else rng.randrange(sellers)


def _minute(day: int, rng: Random) -> int:
    return day * MINUTES + int(FIRST_MINUTE + rng.random() * (LAST_MINUTE - FIRST_MINUTE))
