"""Counting a leave: which halves of which days it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ..choices.attendance import AFTERNOON, MORNING, WHOLE

# Longer than any leave in law.
MOST_DAYS = 400


@dataclass(frozen=True)
class Span:
    """From a day, or its noon, to a day, or its noon."""

    start: date
    end: date
    starts_at_noon: bool = False
    ends_at_noon: bool = False

    @property
    def is_backwards(self) -> bool:
        """Whether it ends before it begins, or is empty."""
        if self.start == self.end:
            return self.starts_at_noon and self.ends_at_noon
        return self.end < self.start

    @property
    def has_halves(self) -> bool:
        return self.starts_at_noon or self.ends_at_noon

    def halves_of(self, day: date) -> int:
        """The bits of the day that lie within; 0 outside."""
        if not self.start <= day <= self.end:
            return 0
        bits = WHOLE
        if day == self.start and self.starts_at_noon:
            bits &= ~MORNING
        if day == self.end and self.ends_at_noon:
            bits &= ~AFTERNOON
        return bits


def days_of(span: Span, *, counts: Callable[[date], bool]) -> dict[date, int]:
    """The halves of each day that count, by `counts` a day (a workday, or every day)."""
    days = (
        span.start + timedelta(days=number) for number in range((span.end - span.start).days + 1)
    )
    return {day: span.halves_of(day) for day in days if counts(day)}


def number(halves: int) -> int:
    """How many halves the bits of a day are."""
    return halves.bit_count()
