"""When reading is unusual: a rule over three numbers, without a database."""

from collections.abc import Sequence
from statistics import median

# Below this nobody asks: a busy morning is no theft.
FLOORS = {"views": 60, "reveals": 20, "rows": 500}
TIMES = 3
# Fewer days, or fewer colleagues, say nothing.
ENOUGH_DAYS, ENOUGH_PEOPLE = 5, 2


def limit(kind: str, *, own: Sequence[int], colleagues: Sequence[int]) -> int:
    """The largest number of a day that is still usual.

    Three times the median of the person's own last days on which there was any, or of what the
    colleagues of the same role have today, whichever is more; never below the floor of the kind.
    Medians, because one odd day must not make the next one look usual.
    """
    usual = [
        median(numbers)
        for numbers, enough in ((own, ENOUGH_DAYS), (colleagues, ENOUGH_PEOPLE))
        if len(numbers) >= enough
    ]
    return max(FLOORS[kind], int(TIMES * max(usual, default=0)))


def is_unusual(kind: str, number: int, *, own: Sequence[int], colleagues: Sequence[int]) -> bool:
    """Whether a day's number is more than `limit`."""
    return number > limit(kind, own=own, colleagues=colleagues)
