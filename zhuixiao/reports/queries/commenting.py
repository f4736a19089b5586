"""How a report can be commented on."""

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.comments import Target

from ..models import WorkReport


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
    return Target(label=str(report), url=f"/reports/{report.pk}/", people=[report.employee_id])
