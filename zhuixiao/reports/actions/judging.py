"""What readers do with a report: read it, like it, score it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..models import LEAST, MOST, ReportLike, ReportRead, ReportScore, WorkReport
from ..postings import REPORT
from ..rules import rules


def mark_read(*, by: Actor, report: WorkReport) -> None:
    """Note that the person has read it; the author's own look does not count."""
    if report.employee_id != by.employee.pk and report.is_submitted:
        ReportRead.objects.get_or_create(
            report=report, employee=by.employee, defaults={"at": by.at}
        )


@transaction.atomic
def mark_all_read(*, by: Actor, reports: Sequence[WorkReport]) -> None:
    """The same for many at once."""
    rows = [
        ReportRead(report=row, employee=by.employee, at=by.at)
        for row in reports
        if row.employee_id != by.employee.pk and row.is_submitted
    ]
    ReportRead.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def toggle_like(*, by: Actor, report: WorkReport) -> bool:
    """Like a report, or take the like back; returns whether it is liked now."""
    row, is_new = ReportLike.objects.get_or_create(
        report=report, employee=by.employee, defaults={"at": by.at}
    )
    if not is_new:
        row.delete()
    return is_new


@transaction.atomic
def score(*, by: Actor, report: WorkReport, points: int) -> None:
    """Give a report of somebody else points, in place of those given before; 0 takes them back.

    Raises NotAllowed, RuleError where the company wants no scores or the report is not submitted.
    """
    by.employee.access.check("reports", "comment")
    if report.employee_id == by.employee.pk:
        raise NotAllowed
    if not rules(Company.objects.get()).is_scored or not report.is_submitted:
        raise RuleError(_("This report cannot be scored."))
    if points and not LEAST <= points <= MOST:
        raise RuleError(_("Choose 1 to 5."), field="points")
    known = ReportScore.objects.filter(report=report, employee=by.employee).first()
    before = known.points if known else 0
    if before == points:
        return
    if points:
        ReportScore.objects.update_or_create(
            report=report, employee=by.employee, defaults={"points": points, "at": by.at}
        )
    elif known:
        known.delete()
    audit.write(
        by=by,
        action="score",
        kind=REPORT,
        record_id=report.pk,
        label=str(report),
        changes={"points": (before or None, points or None)},
    )
