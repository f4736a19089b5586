"""Deleting to the trash and bringing back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger.actions import post_many

from .. import postings, ties
from ..models import Customer


@transaction.atomic
def delete(*, by: Actor, customer_ids: Sequence[int]) -> int:
    """Move customers of the own data scope to the trash; their own facts leave the ledger.

    What employees did with them stays counted: the work was done. Returns how many were moved.
    Raises NotAllowed, and RuleError where one has to stay (`ties`): then none is moved.
    """
    by.employee.access.check("customers", "delete")
    rows = _locked(by, customer_ids)
    for pk, why in ties.of([row.pk for row in rows]).items():
        name = next(row.name for row in rows if row.pk == pk)
        raise RuleError(_("%(name)s stays: %(why)s") % {"name": name, "why": why}, code="tied")
    return _put_away(by, rows)


@transaction.atomic
def put_away(*, by: Actor, customer_ids: Sequence[int]) -> int:
    """`delete` for customers whose ties the caller is about to move elsewhere."""
    by.employee.access.check("customers", "delete")
    return _put_away(by, _locked(by, customer_ids))


def _locked(by: Actor, customer_ids: Sequence[int]) -> list[Customer]:
    held = Customer.objects.held_by(by.employee).filter(pk__in=customer_ids)
    return list(held.select_for_update(of=("self",)))


def _put_away(by: Actor, rows: list[Customer]) -> int:
    for row in rows:
        row.deleted_at, row.deleted_by = by.at, by.employee
    _save(by=by, rows=rows, action="delete")
    return len(rows)


@transaction.atomic
def restore(*, by: Actor, customer_ids: Sequence[int]) -> int:
    """Bring customers back from the trash with everything they had. Returns how many came back."""
    by.employee.access.check("customers", "delete")
    rows = list(
        Customer.objects.in_trash_of(by.employee)
        .filter(pk__in=customer_ids)
        .select_for_update(of=("self",))
    )
    for row in rows:
        row.deleted_at = row.deleted_by = None
    _save(by=by, rows=rows, action="restore")
    return len(rows)


def _save(*, by: Actor, rows: list[Customer], action: str) -> None:
    for row in rows:
        row.version += 1
    Customer.objects.bulk_update(rows, ["deleted_at", "deleted_by", "version"], batch_size=500)
    post_many(items=postings.facts_of(rows), fresh=False)
    audit.write_many(
        audit.entry(
            by=by,
            action=action,
            kind="customer",
            record_id=row.pk,
            label=row.name,
            version=row.version,
        )
        for row in rows
    )
