"""Who may still change an action record."""

from datetime import datetime, timedelta

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Company, Employee

from ..models import Activity

SETTING = "activities.edit_days"
DEFAULT_DAYS = 7


def edit_days(company: Company) -> int:
    """For how many days after recording the people of a record may change it."""
    return int(company.settings.get(SETTING, DEFAULT_DAYS))


def may_change(
    employee: Employee, activity: Activity, *, action: str, now: datetime, days: int
) -> bool:
    """Recorder and executors for `days` days; afterwards who has `action` over a wider scope.

    `action` is "edit" or "delete" of the module activities.
    """
    if not employee.access.may("activities", action):
        return False
    if oversees(employee, activity.department_id):
        return True
    if now - activity.created_at > timedelta(days=days):
        return False
    return employee.pk in {activity.recorded_by_id, activity.executor_id} or any(
        row.employee_id == employee.pk for row in activity.executor_rows.all()
    )


def oversees(employee: Employee, department_id: int) -> bool:
    """Whether the person's scope of activities is wider than the own, and holds the department."""
    access = employee.access
    match access.scope("activities"):
        case DataScope.ALL:
            return True
        case DataScope.SUBTREE:
            return department_id in access.unit_ids("activities")
        case DataScope.DEPARTMENT:
            return department_id == employee.department_id
        case DataScope.OWN:
            return False
