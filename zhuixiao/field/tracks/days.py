"""Days of which there can be positions."""

from datetime import date

_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def is_possible(day: date) -> bool:
    """Whether apps that send positions existed, and the next day still has a number."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR
