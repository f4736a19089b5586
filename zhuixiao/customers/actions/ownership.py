"""The one place that writes a customer's owner, department, clock and chain of owners."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..choices import OwnerReason
from ..models import Customer, OwnerSpan


def stamp(customer: Customer, *, owner: Employee | None, at: datetime) -> None:
    """Set owner, department and clock on an unsaved or locked row."""
    customer.owner = owner
    # A customer without an owner stays with the department that had it last.
    customer.department_id = owner.department_id if owner else customer.department_id
    customer.received_at = at if owner else None


def open_spans(customers: Sequence[Customer], *, by: Actor, reason: OwnerReason) -> None:
    """Begin the chain of owners of new customers."""
    OwnerSpan.objects.bulk_create(
        [
            OwnerSpan(
                customer=row,
                owner_id=row.owner_id,
                since=row.received_at or by.at,
                reason=reason,
                by=by.employee,
            )
            for row in customers
        ],
        batch_size=500,
    )


@transaction.atomic
def assign(*, by: Actor, customer_ids: Sequence[int], owner: Employee) -> int:
    """Give customers to an employee; returns how many changed hands.

    The giver must see each customer, the receiver must be active. Raises RuleError, NotAllowed.
    """
    by.employee.access.check("customers", "assign")
    if not owner.is_active:
        raise RuleError(_("This employee has left. Choose somebody else."), field="owner")
    rows = Customer.objects.visible_to(by.employee).filter(pk__in=customer_ids)
    moving = [row for row in rows.select_for_update(of=("self",)) if row.owner_id != owner.pk]
    entries = []
    for row in moving:
        changes = {
            "owner": (row.owner_id, owner.pk),
            "department": (row.department_id, owner.department_id),
        }
        stamp(row, owner=owner, at=by.at)
        row.version += 1
        entries.append(
            audit.entry(
                by=by,
                action="assign",
                kind="customer",
                record_id=row.pk,
                label=row.name,
                changes=changes,
                version=row.version,
            )
        )
    Customer.objects.bulk_update(
        moving, ["owner", "department", "received_at", "version"], batch_size=500
    )
    OwnerSpan.objects.filter(customer__in=moving, until=None).update(until=by.at)
    open_spans(moving, by=by, reason=OwnerReason.ASSIGNED)
    audit.write_many(entries)
    return len(moving)
