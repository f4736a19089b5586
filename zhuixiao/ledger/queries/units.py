"""The calendar units of a period in SQL."""

from collections.abc import Sequence
from typing import NamedTuple

from zhuixiao.kit.periods import Period, PeriodKind

from ..instants import day_number

# What a day as yyyymmdd is divided by to give the unit; weeks and quarters need a list.
_DIVISORS = {PeriodKind.DAY: 1, PeriodKind.MONTH: 100, PeriodKind.YEAR: 10_000}


class Units(NamedTuple):
    """SQL that tells the units apart, what to group by for it, and what it says for each unit."""

    sql: str
    groups: Sequence[str]
    codes: Sequence[int]


def units_of(period: Period | None, unit: PeriodKind | None) -> Units:
    """The units that a period touches; without a unit, all of it at once."""
    if period is None or unit is None:
        return Units("0", (), [0])
    parts = period.split(unit)
    if unit in _DIVISORS:
        divisor = _DIVISORS[unit]
        sql, codes = f"e.day / {divisor}", [day_number(part.start) // divisor for part in parts]
        return Units(sql, (sql,), codes)
    ends = (f" WHEN e.day <= {day_number(part.end)} THEN {i}" for i, part in enumerate(parts))
    sql = f"CASE{''.join(ends)} END"
    return Units(sql, (sql,), range(len(parts)))
