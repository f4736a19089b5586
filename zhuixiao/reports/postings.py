"""What a submitted report posts: on the last day of its period, for its author."""

from datetime import UTC, datetime, time

from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.facts import Fact

from . import metrics
from .models import WorkReport

REPORT = "report"


def fact(report: WorkReport) -> Fact:
    return Fact(REPORT, report.pk)


def of_report(report: WorkReport) -> list[Posting]:
    """Submitted, and late if it was; nothing while it is a draft, or of a department, which nobody
    owes."""
    if not report.is_submitted or report.of_department_id:
        return []
    counted = [metrics.SUBMITTED, metrics.LATE] if report.is_late else [metrics.SUBMITTED]
    return [
        Posting(
            metric=metric.key,
            at=report.submitted_at or datetime.combine(report.end, time.max, UTC),
            day=report.end,
            employee_id=report.employee_id,
            department_id=report.department_id,
        )
        for metric in counted
    ]
