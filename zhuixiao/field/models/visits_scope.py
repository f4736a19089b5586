"""Which visits and photos a person sees: those of his scope, and those of seen customers."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

M = TypeVar("M", bound=models.Model)


class VisitScope(models.QuerySet[M]):
    """Of a model with `employee`, `department_id` and `customer`."""

    def visible_to(self, employee: Employee) -> Self:
        """Those that this employee may see."""
        within = employee.access.q("visits", owner="employee_id")
        if within == Q() or not employee.access.may("visits", "view"):
            return self.filter(within)
        customers = Customer.objects.visible_to(employee).values("pk")
        return self.filter(within | Q(customer__in=customers))
