"""Whose report is missing: by the company's rules and calendar."""

from collections.abc import Sequence
from datetime import datetime

from zhuixiao.accounts.away import away
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.kit.periods import Period, day_of

from .. import rules
from ..choices import ReportKind


class Duty:
    """Of one kind of report over some periods at an instant; two questions to the database."""

    def __init__(
        self, company: Company, kind: ReportKind, periods: Sequence[Period], *, now: datetime
    ) -> None:
        held = rules.rules(company)
        self._rule, self._exempt = held.of(kind), frozenset(held.exempt)
        start, end = min(one.start for one in periods), max(one.end for one in periods)
        self._calendar = calendar(company, start, end)
        self._away = away(None, start, end)
        self._zone, self._now = company.zone, now

    def deadline(self, period: Period) -> datetime:
        """The first instant at which a report of the period is late."""
        return rules.deadline(self._rule, period, self._calendar, self._zone)

    def is_wanted(self, person: Employee, period: Period) -> bool:
        """Whether the person has to write of a period: not of one in which nobody works, that
        was over before the person came, or of which he was on leave all workdays."""
        may_rest = person.pk in self._exempt or not self._rule.is_wanted
        if may_rest or day_of(person.created_at, self._zone) > period.end:
            return False
        workdays = self._calendar.workdays(period)
        return any((person.pk, day) not in self._away for day in workdays)

    def is_due(self, person: Employee, period: Period) -> bool:
        """Whether a report that was not submitted yet is missing by now."""
        return self.is_wanted(person, period) and self._now >= self.deadline(period)
