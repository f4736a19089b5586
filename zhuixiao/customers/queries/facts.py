"""The facts of one customer as a person may see them, in the order of the field catalogue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product, Region

from ..fields import Field, Kind
from ..models import Customer
from .derived import difference
from .shown import shown

# Shown elsewhere on the page.
_ELSEWHERE = {
    "name",
    "contacts",
    "stage",
    "importance",
    "days_since",
    "days_left",
    "last_subject",
    "collaborators",
}


@dataclass(frozen=True)
class Shown:
    """A field with what the reader sees of its value."""

    field: Field
    value: Any
    is_editable: bool
    is_masked: bool = False


def of_customer(
    customer: Customer,
    *,
    fields: Sequence[Field],
    access: Access,
    today: date | None = None,
    but: Collection[str] = _ELSEWHERE,
) -> list[Shown]:
    """Fields with their values; phones masked where the role says so. `but` are left out, and so
    are sums of nothing: to many nothing was sold yet. Columns of higher apps need `today`."""
    rows = []
    for field in fields:
        if field.key in but:
            continue
        value = _value(customer, field, today)
        if field.module and value == 0:
            continue
        rights = field.access(access)
        rows.append(
            Shown(
                field,
                shown(field, value, access, full=True),
                is_editable=field.is_editable and rights == FieldAccess.WRITE,
                is_masked=rights == FieldAccess.MASKED,
            )
        )
    return rows


def _value(customer: Customer, field: Field, today: date | None) -> Any:  # noqa: PLR0911
    if field.custom:
        return _custom(customer.extra.get(field.key), field)
    if field.added:
        if today is None:
            raise ValueError(field.key)
        value = field.added.load([customer.pk], today).get(customer.pk)
        is_products = field.kind == Kind.BOUGHT
        return list(Product.objects.filter(pk__in=value or ())) if is_products else value
    if field.difference:
        return difference(field, vars(customer))
    match field.kind:
        case Kind.OPTIONS | Kind.PRODUCTS:
            return list(getattr(customer, field.key).order_by("pk"))
        case Kind.OPTION | Kind.CHANNEL | Kind.REGION | Kind.EMPLOYEE | Kind.DEPARTMENT:
            return getattr(customer, field.column.removesuffix("_id"))
        case Kind.CHOICE:
            return customer.get_kind_display()
        case _:
            return getattr(customer, field.column)


def _custom(value: Any, field: Field) -> Any:
    if value is None:
        return None
    match field.kind:
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.EMPLOYEE:
            return Employee.objects.filter(pk=value).first()
        case Kind.REGION:
            return Region.objects.filter(pk=value).first()
        case _:
            return value
