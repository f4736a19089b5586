"""Which records of selling a person sees: those in the own scope, and those of seen customers."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Of a model with `owner`, `department`, `customer` and `deleted_at`.

    Rights follow the customer: who sees a customer sees what was sold to it, whoever wrote it.
    """

    # The module of the permission matrix, set by each subclass.
    module: ClassVar[str] = ""

    def visible_to(self, employee: Employee) -> Self:
        """Those, not deleted, that this employee may see."""
        return self._within(employee, Right.READ)

    def workable_by(self, employee: Employee) -> Self:
        """Those of them that this employee may change, as far as the role lets him change any."""
        return self._within(employee, Right.WORK)

    def restorable_by(self, employee: Employee) -> Self:
        """The same with deleted ones, which can be brought back."""
        return self._within(employee, Right.WORK, with_deleted=True)

    def _within(self, employee: Employee, right: Right, *, with_deleted: bool = False) -> Self:
        rows = self.all() if with_deleted else self.filter(deleted_at=None)
        own = employee.access.q(self.module, record="customer_id", right=right)
        if own == Q() or not employee.access.may(self.module, "view"):
            return rows.filter(own)
        customers: Any = Customer.objects
        open_to = (
            customers.visible_to(employee)
            if right == Right.READ
            else customers.workable_by(employee)
        )
        return rows.filter(own | Q(customer__in=open_to.values("pk")))
