"""Who else knows that somebody was at work: other areas register where their records tell it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Seen:
    """A person was at work at an instant, away from the company's places, e.g. at a customer."""

    employee_id: int
    at: datetime
    label: str | Promise
    url: str = ""


# (ids of employees, first instant, first instant after) -> who was seen when.
Sign = Callable[[Collection[int], datetime, datetime], Iterable[Seen]]

_signs: list[Sign] = []


def register(sign: Sign) -> None:
    """Called by an area's wiring, once. Its actions call `attendance_days.mark` when a record
    comes, changes or goes."""
    if sign not in _signs:
        _signs.append(sign)


def seen(employee_ids: Collection[int], since: datetime, until: datetime) -> list[Seen]:
    """All that is known, in the order of time."""
    found = [one for sign in _signs for one in sign(employee_ids, since, until)]
    return sorted(found, key=lambda one: one.at)
