"""What lies on the desks: submitted reports of the last weeks and months, open tasks."""

from collections.abc import Sequence
from datetime import date, timedelta

from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports import metrics, postings
from zhuixiao.reports.choices import ReportKind, ReportState

from . import words
from .days import DAYS, LAST_MINUTE, MINUTES
from .history import History
from .people import SELLERS, Seller

_REPORT_DAYS, _REPORT_WEEKS, _REPORT_MONTHS, _OPEN_TASKS = 42, 8, 2, 5


def write(history: History) -> None:
    """Reports and some open tasks, the same number for every size: dailies and weeklies of the
    people of the five branches, monthlies of everybody."""
    calendar, tables = history.calendar, history.tables
    people = history.sellers[:SELLERS]
    yesterday = calendar.first + timedelta(days=DAYS - 1)
    days = [yesterday - timedelta(days=number) for number in reversed(range(_REPORT_DAYS))]
    workdays = [Period(day, day) for day in days if day.weekday() < 5]
    for kind, periods, writers in (
        (ReportKind.DAY, workdays, people),
        (ReportKind.WEEK, _before(yesterday, PeriodKind.WEEK, _REPORT_WEEKS), people),
        (ReportKind.MONTH, _before(yesterday, PeriodKind.MONTH, _REPORT_MONTHS), history.sellers),
    ):
        for period in periods:
            _reports(history, kind, period, writers)
    last = calendar.instant((DAYS - 1) * MINUTES + LAST_MINUTE)
    for seller in history.sellers:
        for number in range(_OPEN_TASKS):
            customer = history.rng.randrange(history.plan.size) + 1
            tables.task.add(
                history.next_id("task"), words.TASK, customer, seller.pk, seller.department_id,
                calendar.texts[DAYS - 2 + number], None, None, None, seller.pk, last,
            )  # fmt: skip
    tables.flush()


def _before(day: date, kind: PeriodKind, number: int) -> list[Period]:
    """The last whole ones, the first first."""
    found = [Period.of(kind, day).previous()]
    while len(found) < number:
        found.append(found[-1].previous())
    return found[::-1]


def _reports(history: History, kind: ReportKind, period: Period, writers: Sequence[Seller]) -> None:
    """Submitted on the evening of the last day."""
    calendar = history.calendar
    minute = (period.end - calendar.first).days * MINUTES + LAST_MINUTE
    at, start, end = calendar.instant(minute), period.start.isoformat(), period.end.isoformat()
    summary, plan = (words.SUMMARY, words.PLAN) if kind == ReportKind.DAY else words.LONGER
    for seller in writers:
        pk = history.next_id("report")
        history.tables.report.add(
            pk, seller.pk, seller.department_id, kind.value, start, end, summary, plan,
            ReportState.SUBMITTED.value, at, end, at,
        )  # fmt: skip
        history.post(postings.REPORT, pk, minute, [(metrics.SUBMITTED.id, seller, 0)])
