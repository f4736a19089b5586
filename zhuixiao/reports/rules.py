"""Which reports the company wants, and until when they are on time."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.calendar import Calendar
from zhuixiao.kit.periods import Period

from .choices import ReportKind

SETTING = "reports.rules"
MOST_DAYS, MOST_HOURS = 10, 72


@dataclass(frozen=True)
class Rule:
    """Of one kind. A report is on time until the end of the minute `until` ("18:00") of the day
    that lies `days` workdays after the period, of its last day with 0. Whoever has not submitted
    `remind_hours` before that is reminded (0: nobody). Of an unwanted kind none is missing."""

    is_wanted: bool = True
    days: int = 0
    until: str = "23:59"
    remind_hours: int = 0


@dataclass(frozen=True)
class Rules:
    """`exempt` are ids of employees who need not write; they may. `is_scored` lets readers give
    points to reports."""

    day: Rule = field(default_factory=lambda: Rule(remind_hours=2))
    week: Rule = field(default_factory=lambda: Rule(days=1))
    month: Rule = field(default_factory=lambda: Rule(days=2))
    exempt: tuple[int, ...] = ()
    is_scored: bool = False

    def of(self, kind: ReportKind) -> Rule:
        rule: Rule = getattr(self, kind.value)
        return rule

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "exempt": list(self.exempt)}


def rules(company: Company) -> Rules:
    """What holds now."""
    held: Mapping[str, Any] = company.settings.get(SETTING, {})
    kinds = {kind.value: Rule(**held[kind.value]) for kind in ReportKind if kind.value in held}
    return Rules(
        **kinds,
        exempt=tuple(held.get("exempt", ())),
        is_scored=held.get("is_scored", False),
    )


def deadline(rule: Rule, period: Period, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The first instant at which a report of the period is late."""
    day = period.end
    for _number in range(rule.days):
        day = calendar.next_workday(day)
    return datetime.combine(day, clock(rule.until), zone) + timedelta(minutes=1)


def clock(text: str) -> time:
    """Reads "18:00"; ValueError for anything else."""
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  (a time of day has no zone)
