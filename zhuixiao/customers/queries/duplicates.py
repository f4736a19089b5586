"""Customers that may be the same one: blind to data scope, yet showing only what scope allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.text.company import name_core

from ..models import Customer, CustomerPhone
from ..numbers import numbers_in

MOST = 5


@dataclass(frozen=True)
class Duplicate:
    """A customer like the one that is typed; `customer` only where the reader may see it."""

    customer: Customer | None
    owner: str
    reason: str


def find(
    *,
    name: str = "",
    phone: str = "",
    credit_code: str = "",
    visible_to: Employee,
    but: int = 0,
) -> list[Duplicate]:
    """Customers of the whole company with the same name core, phone or credit code.

    The base is asked without scope, so that nobody enters a colleague's customer twice; of one
    out of sight only the owner's name comes out. `but` leaves a customer out.
    """
    matches = _matches(name, phone, credit_code)
    if not matches:
        return []
    rows = (
        Customer.objects.filter(pk__in=matches, deleted_at=None)
        .exclude(pk=but)
        .select_related("owner", "pool", "department")
        .order_by("-pk")[:MOST]
    )
    visible = set(
        Customer.objects.visible_to(visible_to)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    return [
        Duplicate(
            customer=row if row.pk in visible else None,
            owner=str(row.owner or row.pool or row.department or ""),
            reason=matches[row.pk],
        )
        for row in rows
    ]


def matching_ids(*, name: str = "", phone: str = "", credit_code: str = "") -> list[int]:
    """Ids of the whole company's customers like this one, deleted ones too; for rules, not to be
    shown."""
    return sorted(_matches(name, phone, credit_code))


def _matches(name: str, phone: str, credit_code: str) -> dict[int, str]:
    """Ids with the reason: "phone" before "credit_code" before "name"."""
    found: dict[int, str] = {}
    core = name_core(name) if len(name.strip()) >= 2 else ""
    code = credit_code.strip().upper()
    condition = Q()
    if core:
        condition |= Q(name_core=core)
    if len(code) == 18:
        condition |= Q(credit_code=code)
    if condition:
        rows = Customer.objects.filter(condition, deleted_at=None)
        for pk, other in rows.values_list("pk", "credit_code")[: MOST * 4]:
            found[pk] = "credit_code" if code and other == code else "name"
    numbers: Sequence[str] = sorted(numbers_in(phone))
    for pk in CustomerPhone.objects.filter(number__in=numbers).values_list(
        "customer_id", flat=True
    )[: MOST * 4]:
        found[pk] = "phone"
    return found
