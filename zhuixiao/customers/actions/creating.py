"""New customers, one or a hundred thousand: page, API, import and demo take the same way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Option
from zhuixiao.kit import bulk
from zhuixiao.kit.periods import day_of
from zhuixiao.kit.text.company import name_core
from zhuixiao.ledger.actions import post_many

from .. import postings
from ..choices import OwnerReason
from ..models import Contact, Customer, ImportBatch, Pool
from . import distributing, duplicates, finding, ownership, staging
from .distributing import Facts
from .gathering import Post
from .places import Places
from .values import Known, checked


@dataclass
class NewCustomer:
    """What a new customer starts with; `values` by field key, contacts by attribute.

    Without an owner it may wait in a pool; `note` stands in the chain of owners. `added_by` and
    `added_at` are for records that are older than the system; without them it is the actor and the
    actor's instant.
    """

    values: Mapping[str, Any]
    owner: Employee | None = None
    contacts: Sequence[Mapping[str, Any]] = field(default_factory=list)
    added_by: Employee | None = None
    added_at: datetime | None = None
    pool: Pool | None = None
    note: str = ""


@transaction.atomic
def create(*, by: Actor, new: NewCustomer, by_rules: bool = False) -> Customer:
    """One new customer, owned by `new.owner`, or `by_rules` by whom the assignment rules say, who
    is told. Raises NotAllowed, Invalid, Duplicated."""
    by.employee.access.check("customers", "create")
    taken = checked(new.values, access=by.employee.access, known=Known(by.employee))
    Places(by.today).complete(taken)
    phones = [str(contact.get("phone", "")) for contact in new.contacts]
    alike = duplicates.check_new(by=by, facts=duplicates.facts_of(taken, phones))
    reason = OwnerReason.CREATED
    if by_rules:
        reason, new = OwnerReason.ASSIGNED, replace(new, owner=_by_rules(by, new, taken))
    customer = write_checked(by=by, rows=[new], taken=[taken], reason=reason)[0]
    duplicates.list_alike(by=by, customer=customer, alike=alike)
    if by_rules:
        ownership.tell_received(customer, by=by)
    return customer


@transaction.atomic
def create_many(
    *,
    by: Actor,
    rows: Sequence[NewCustomer],
    reason: OwnerReason,
    batch: ImportBatch | None = None,
) -> list[Customer]:
    """New customers with contacts, owners, stages, search, ledger and audit in few statements.

    The caller has checked the permission and duplicates. Raises Invalid for a value that a field
    cannot take; then nothing is written.
    """
    known = Known(by.employee)
    taken = [checked(row.values, access=by.employee.access, known=known) for row in rows]
    return write_checked(by=by, rows=rows, taken=taken, reason=reason, batch=batch)


@transaction.atomic
def write_checked(
    *,
    by: Actor,
    rows: Sequence[NewCustomer],
    taken: Sequence[dict[str, Any]],
    reason: OwnerReason,
    batch: ImportBatch | None = None,
    places: Places | None = None,
    may_exceed: bool = False,
    post: Post = post_many,
) -> list[Customer]:
    """`create_many` for a caller that has checked each row's values: `taken` is what came out.

    `places` is shared by a caller that writes many batches; `may_exceed` leaves the caps out, for
    who has counted them; `post` is for who posts more in the same transaction.
    """
    places = places or Places(by.today)
    first = Option.objects.first_stage()
    for fields in taken:
        fields.setdefault("stage_id", first.pk if first else None)
        places.complete(fields)
    customers = [
        _customer(by=by, row=row, values=fields, batch=batch)
        for row, fields in zip(rows, taken, strict=True)
    ]
    bulk.insert(customers)
    _link(customers, taken)
    contacts = _contacts(by=by, customers=customers, rows=rows)
    ownership.begin(
        customers,
        by=by,
        reason=reason,
        notes=[row.note for row in rows],
        may_exceed=may_exceed,
    )
    stages = Option.objects.in_bulk({row.stage_id for row in customers if row.stage_id})
    changes = staging.enter(
        by=by,
        moves=[
            staging.Move(row, None, stages[row.stage_id], row.created_at)
            for row in customers
            if row.stage_id
        ],
    )
    finding.index_new(customers, contacts)
    post(
        items=[
            *((postings.customer_fact(row), postings.of_customer(row)) for row in customers),
            *((postings.stage_fact(row), postings.of_stage_change(row)) for row in changes),
        ],
        fresh=True,
    )
    audit.write_many(
        audit.entry(
            by=by,
            action="create",
            kind="customer",
            record_id=row.pk,
            label=row.name,
            version=row.version,
        )
        for row in customers
    )
    return customers


def _by_rules(by: Actor, new: NewCustomer, taken: Mapping[str, Any]) -> Employee | None:
    facts = Facts(
        taken.get("region_id"), taken.get("channel_id"), frozenset(taken.get("products", ()))
    )
    return distributing.owner_by_rules(by=by, facts=facts) or new.owner


def _customer(
    *, by: Actor, row: NewCustomer, values: Mapping[str, Any], batch: ImportBatch | None
) -> Customer:
    columns = {name: value for name, value in values.items() if name not in {"products", "tags"}}
    credited, added_at = row.added_by or by.employee, row.added_at or by.at
    customer = _new_customer()(
        **columns,
        added_by_id=credited.pk,
        added_department_id=credited.department_id,
        added_on=day_of(added_at, by.zone),
        created_at=added_at,
        name_core=name_core(columns["name"]),
        batch_id=batch.pk if batch else None,
    )
    # A pool counts its days from now on, however old the record is.
    at = by.at if row.pool else added_at
    ownership.stamp(customer, owner=row.owner, pool=row.pool, at=at)
    customer.department_id = customer.department_id or by.employee.department_id
    return customer


def _link(customers: Sequence[Customer], values: Sequence[Mapping[str, Any]]) -> None:
    for name in ("products", "tags"):
        through = getattr(Customer, name).through
        target = "product_id" if name == "products" else "option_id"
        links = [
            (customer.pk, pk)
            for customer, fields in zip(customers, values, strict=True)
            for pk in dict.fromkeys(fields.get(name, ()))
        ]
        bulk.insert_rows(through, ["customer_id", target], links)


def _contacts(
    *, by: Actor, customers: Sequence[Customer], rows: Sequence[NewCustomer]
) -> list[Contact]:
    make = _new_contact()
    contacts = [
        make(customer_id=customer.pk, created_at=by.at, position=position, **contact)
        for customer, row in zip(customers, rows, strict=True)
        for position, contact in enumerate(row.contacts)
    ]
    bulk.insert(contacts)
    return contacts


@cache
def _new_customer() -> Callable[..., Customer]:
    return bulk.maker(Customer)


@cache
def _new_contact() -> Callable[..., Contact]:
    return bulk.maker(Contact)
