"""The one place that writes a customer's owner, department, clock and chain of owners."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import bulk
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
    bulk.insert_rows(
        OwnerSpan,
        ["customer_id", "owner_id", "since", "reason", "by_id"],
        [
            (row.pk, row.owner_id, row.received_at or by.at, reason, by.employee.pk)
            for row in customers
        ],
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
    return _move(by, [(row, owner) for row in rows.select_for_update(of=("self",))])


@transaction.atomic
def give_back(*, by: Actor, owners: Mapping[int, tuple[int | None, int | None]]) -> int:
    """Undo assignments: `owners` maps a customer to who owns it now and who had it before.

    The caller has checked that it was this person who gave them away. A customer that changed hands
    since stays. Returns how many went back.
    """
    by.employee.access.check("customers", "assign")
    rows = Customer.objects.filter(pk__in=owners, deleted_at=None)
    before = Employee.objects.in_bulk({old for _new, old in owners.values() if old})
    moves = [
        (row, before.get(owners[row.pk][1] or 0))
        for row in rows.select_for_update(of=("self",))
        if row.owner_id == owners[row.pk][0]
    ]
    return _move(by, moves)


def _move(by: Actor, moves: Sequence[tuple[Customer, Employee | None]]) -> int:
    """Change the owner of locked rows, with chain, clock and history; returns how many changed."""
    moving = []
    entries = []
    for row, owner in moves:
        if row.owner_id == (owner.pk if owner else None):
            continue
        before = (row.owner_id, row.department_id)
        stamp(row, owner=owner, at=by.at)
        row.version += 1
        moving.append(row)
        entries.append(
            audit.entry(
                by=by,
                action="assign",
                kind="customer",
                record_id=row.pk,
                label=row.name,
                changes={
                    "owner": (before[0], row.owner_id),
                    "department": (before[1], row.department_id),
                },
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
