"""Whose numbers a person may see: the data scope of the metric's module, on ledger columns."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed

from ..catalogue import Dimension, Metric

Where = Mapping[Dimension, Collection[int]]


def visible(metric: Metric, employee: Employee) -> Q:
    """The condition on entries and rollups. Raises NotAllowed without the right to view."""
    if not employee.access.may(metric.module, "view"):
        raise NotAllowed
    return employee.access.q(metric.module, owner="employee_id", department="department_id")


def matching(where: Where | None) -> Q:
    """The condition of a filter by dimensions; an empty collection matches nothing."""
    condition = Q()
    for dimension, ids in (where or {}).items():
        if dimension.is_time:
            raise ValueError("filter time by the period")
        condition &= Q(**{f"{dimension}_id__in": list(ids)})
    return condition
