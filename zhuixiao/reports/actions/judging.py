"""What readers do with a report: read it, like it."""

from collections.abc import Sequence

from django.db import transaction

from zhuixiao.accounts.audit import Actor

from ..models import ReportLike, ReportRead, WorkReport


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
