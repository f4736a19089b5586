"""The time in which the world lives: 540 days, minute by minute, as text and as numbers."""

from datetime import UTC, date, datetime, time, timedelta

from zhuixiao.ledger.instants import day_number, to_number

DAYS = 540
MINUTES = 1440
# Office hours of the company in Shanghai are early in the UTC day, so both days are the same.
FIRST_MINUTE, LAST_MINUTE = 45, 600
# Follow-ups are planned beyond the last day.
AHEAD = 60
_CLOCK = [f"{minute // 60:02d}:{minute % 60:02d}:00" for minute in range(MINUTES)]


class Calendar:
    """Days are counted from the first; a minute is one since the first day's midnight (UTC)."""

    def __init__(self, last: date) -> None:
        self.first = last - timedelta(days=DAYS - 1)
        dates = [self.first + timedelta(days=number) for number in range(DAYS + AHEAD)]
        self.texts = [day.isoformat() for day in dates]
        self.numbers = [day_number(day) for day in dates]
        self.is_workday = [day.weekday() < 5 for day in dates]
        self._start = to_number(datetime.combine(self.first, time(), UTC))

    def instant(self, minute: int) -> str:
        """As the database takes it."""
        day, rest = divmod(minute, MINUTES)
        return f"{self.texts[day]} {_CLOCK[rest]}"

    def micro(self, minute: int) -> int:
        """As the ledger keeps it."""
        return self._start + minute * 60_000_000
