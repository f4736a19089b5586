"""How a report can be commented on and asked about."""

from collections import Counter
from collections.abc import Iterable

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.comments import Target
from zhuixiao.activities.models import Comment
from zhuixiao.activities.models.comment import CommentQuerySet

from ..models import WorkReport
from ..postings import REPORT


def target(employee: Employee, record_id: int) -> Target | None:
    """The report as something to comment on, if the employee may see it."""
    report = (
        WorkReport.objects.visible_to(employee)
        .select_related("employee")
        .filter(pk=record_id)
        .first()
    )
    if report is None:
        return None
    return Target(
        label=str(report),
        url=f"/reports/{report.pk}/",
        people=[report.employee_id],
        answers=report.employee_id,
    )


def questions_to(employee_id: int) -> int:
    """How many questions on the own reports wait for the person's answer."""
    return _asked().filter(asked=employee_id).count()


def questions_on(reports: Iterable[WorkReport]) -> dict[int, int]:
    """How many questions are open on each of these reports, by its id."""
    rows = _asked().filter(record_id__in=[row.pk for row in reports])
    return dict(Counter(rows.values_list("record_id", flat=True)))


def asked_of(employee: Employee) -> list[WorkReport]:
    """The own reports with a question that waits for an answer, the latest first."""
    ids = _asked().filter(asked=employee).values("record_id")
    return list(WorkReport.objects.filter(pk__in=ids, employee=employee).order_by("-start"))


def _asked() -> CommentQuerySet:
    return Comment.objects.filter(kind=REPORT).open_questions()
