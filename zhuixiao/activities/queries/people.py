"""Whom a person may give work to."""

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Employee, EmployeeQuerySet


def may_be_given_tasks(by: Employee) -> EmployeeQuerySet:
    """Oneself, and everybody whose work the person oversees; see rights.oversees."""
    access = by.access
    rows: EmployeeQuerySet = (
        Employee.objects.active().known_to(by).order_by("department__path", "pk")
    )
    match access.scope("activities"):
        case DataScope.ALL:
            return rows
        case DataScope.SUBTREE:
            return rows.filter(department__in=access.unit_ids("activities"))
        case DataScope.DEPARTMENT:
            return rows.filter(department=by.department_id)
        case DataScope.OWN:
            return rows.filter(pk=by.pk)
