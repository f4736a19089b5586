"""What lies on the desks: submitted reports of the last weeks, open tasks."""

from zhuixiao.reports import metrics, postings
from zhuixiao.reports.choices import ReportKind, ReportState

from . import words
from .days import DAYS, LAST_MINUTE, MINUTES
from .history import History

_REPORT_DAYS, _OPEN_TASKS = 42, 5


def write(history: History) -> None:
    """Daily reports of everybody and some open tasks, the same number for every size."""
    calendar, tables = history.calendar, history.tables
    for day in range(DAYS - _REPORT_DAYS, DAYS):
        minute = day * MINUTES + LAST_MINUTE
        for seller in history.sellers if calendar.is_workday[day] else ():
            pk, at, text = history.next_id("report"), calendar.instant(minute), calendar.texts[day]
            tables.report.add(
                pk, seller.pk, seller.department_id, ReportKind.DAY.value, text, text,
                words.SUMMARY, words.PLAN, ReportState.SUBMITTED.value, at, text, at,
            )  # fmt: skip
            lines = [(metrics.SUBMITTED.id, seller, 0)]
            history.post(postings.REPORT, pk, minute, lines)
    last = calendar.instant((DAYS - 1) * MINUTES + LAST_MINUTE)
    for seller in history.sellers:
        for number in range(_OPEN_TASKS):
            customer = history.rng.randrange(history.plan.size) + 1
            tables.task.add(
                history.next_id("task"), words.TASK, customer, seller.pk, seller.department_id,
                calendar.texts[DAYS - 2 + number], None, None, None, seller.pk, last,
            )  # fmt: skip
    tables.flush()
