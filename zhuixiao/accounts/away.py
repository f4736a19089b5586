"""Who is not there: higher apps that know it register, lower ones that plan for people ask."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

# (ids of employees, None for everybody, first day, last day) -> the whole days on which somebody of
# them is away.
Source = Callable[[Collection[int] | None, date, date], Iterable[tuple[int, date]]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once, in AppConfig.ready()."""
    if source not in _sources:
        _sources.append(source)


def away(employee_ids: Collection[int] | None, start: date, end: date) -> set[tuple[int, date]]:
    """The pairs of employee and whole day away, from a day to another, both included; of everybody
    without ids."""
    return {pair for source in _sources for pair in source(employee_ids, start, end)}
