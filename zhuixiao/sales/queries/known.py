"""Whose name stands in lists of money: who sees a colleague's row may not see its customer."""

from typing import Any, TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

M = TypeVar("M", bound=Model)


def with_customers(rows: "QuerySet[M]", reader: Employee, *, person: str) -> "QuerySet[M]":
    """With their customers: None where the reader does not see it, and has no row of it under his
    own name (`person` is that column)."""
    known = _known(rows.model, reader, person)
    return rows.prefetch_related(Prefetch("customer", known))


def knows_customer(row: Any, reader: Employee, *, person: str) -> bool:
    """The same of one row."""
    return _known(type(row), reader, person).filter(pk=row.customer_id).exists()


def _known(model: "type[Model]", reader: Employee, person: str) -> "QuerySet[Customer]":
    own: QuerySet[Any] = model._default_manager.filter(**{person: reader})
    seen = Q(pk__in=Customer.objects.visible_to(reader).values("pk"))
    known = Q(pk__in=own.exclude(customer=None).values("customer"))
    return Customer.objects.filter(seen | known)
