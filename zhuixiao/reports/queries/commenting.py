"""How a report can be commented on and asked about."""

from collections import Counter
from collections.abc import Iterable

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.comments import Target
from zhuixiao.activities.models import Comment
from zhuixiao.activities.models.comment import CommentQuerySet

from ..models import WorkReport
from ..postings import REPORT
from .readers import answers_for


def target(employee: Employee, record_id: int) -> Target | None:
    """The report as something to comment on, if the employee may see it."""
    report = (
        WorkReport.objects.visible_to(employee)
        .select_related("employee", "of_department")
        .filter(pk=record_id)
        .first()
    )
    if report is None:
        return None
    answers = answers_for(report)
    return Target(
        label=str(report),
        url=f"/reports/{report.pk}/",
        people={report.employee_id, answers or report.employee_id},
        answers=answers,
    )


def questions_to(employee_id: int) -> int:
    """How many questions wait for the person's answer: on the own reports, and on those of the
    departments that he heads."""
    return _waiting_for(employee_id).count()


def questions_on(reports: Iterable[WorkReport]) -> dict[int, int]:
    """How many questions are open on each of these reports, by its id."""
    rows = _asked().filter(record_id__in=[row.pk for row in reports])
    return dict(Counter(rows.values_list("record_id", flat=True)))


def asked_of(employee: Employee) -> list[WorkReport]:
    """The reports with a question that waits for the person's answer, the latest first."""
    rows = WorkReport.objects.filter(pk__in=_waiting_for(employee.pk).values("record_id"))
    return list(rows.select_related("employee", "of_department").order_by("-start"))


def _waiting_for(employee_id: int) -> CommentQuerySet:
    """A union, for each half finds its rows by an index: the menu asks on many pages."""
    own = WorkReport.objects.filter(employee=employee_id, of_department=None)
    led = WorkReport.objects.filter(of_department__head=employee_id, of_department__closed_at=None)
    asked = _asked()
    return asked.filter(asked=employee_id, record_id__in=own.values("pk")).union(
        asked.filter(record_id__in=led.values("pk")), all=True
    )


def _asked() -> CommentQuerySet:
    return Comment.objects.filter(kind=REPORT).open_questions()
