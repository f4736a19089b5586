"""An action record as other apps ask for it: who sees it, what it is called."""

from zhuixiao.accounts.models import Employee

from ..comments import Target
from ..models import Activity


def sees(employee: Employee, record_id: int) -> bool:
    """Whether the employee sees this record, and so its files."""
    return Activity.objects.visible_to(employee).filter(pk=record_id).exists()


def target(employee: Employee, record_id: int) -> Target | None:
    """The record for comments: its people are told of them."""
    row = Activity.objects.visible_to(employee).filter(pk=record_id).first()
    if row is None:
        return None
    people = {row.recorded_by_id, *row.executor_rows.values_list("employee", flat=True)}
    return Target(row.subject, f"/activities/{row.pk}/", people, row.customer_id)
