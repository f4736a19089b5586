"""The one place that writes who has a customer: owner, department, pool, clocks, chain of owners.

Creating, importing, assigning, claiming, recycling, transferring, merging, leaving and their undo
all come through here, so that caps, history, notices, audit and ledger agree with each other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import bulk
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger.actions import post_many
from zhuixiao.notices.actions import notify

from .. import followers, postings
from ..choices import OwnerReason
from ..models import Customer, OwnerSpan, Pool
from . import caps, collaborating
from .collaborating import Terms

RECEIVED_NOTICE, LOST_NOTICE = "customers.received", "customers.lost"

# What the audit log calls it.
_AUDITED = {
    OwnerReason.ASSIGNED: "assign",
    OwnerReason.CLAIMED: "claim",
    OwnerReason.RELEASED: "release",
    OwnerReason.RECYCLED: "recycle",
    OwnerReason.TRANSFERRED: "transfer",
    OwnerReason.HANDED_OVER: "hand_over",
    OwnerReason.UNDONE: "assign",
}
_BATCH = 500


@dataclass(frozen=True)
class Move:
    """Where a locked customer goes: to an owner, into a pool, or (neither) to nobody."""

    customer: Customer
    owner: Employee | None = None
    pool: Pool | None = None


class Change(NamedTuple):
    """Ids of who has a customer since the change at an instant, and of who, or which pool, had it
    before."""

    at: datetime
    now: int | None
    before: int | None
    pool_before: int | None = None


def stamp(
    customer: Customer, *, owner: Employee | None, at: datetime, pool: Pool | None = None
) -> None:
    """Set owner or pool, department and clock on a new, unsaved row."""
    customer.owner, customer.pool = owner, pool
    customer.department_id = owner.department_id if owner else customer.department_id
    customer.received_at = at if owner else None
    customer.pooled_at = at if pool else None


def begin(
    customers: Sequence[Customer],
    *,
    by: Actor,
    reason: OwnerReason,
    notes: Sequence[str],
    may_exceed: bool = False,
) -> None:
    """Begin the chain of owners of new customers, each with its note. Raises RuleError where a cap
    is full, unless the caller counted that (`may_exceed`)."""
    if not may_exceed:
        caps.check(Counter(row.owner for row in customers if row.owner), are_written=True)
    bulk.insert_rows(
        OwnerSpan,
        ["customer_id", "owner_id", "pool_id", "since", "reason", "note", "by_id", "department_id"],
        [
            (
                row.pk,
                row.owner_id,
                row.pool_id,
                row.received_at or row.pooled_at or by.at,
                reason,
                note[:200],
                by.employee.pk,
                row.department_id or 0,
            )
            for row, note in zip(customers, notes, strict=True)
        ],
    )


@transaction.atomic
def move(
    *,
    by: Actor,
    moves: Sequence[Move],
    reason: OwnerReason,
    note: str = "",
    may_exceed: bool = False,
    with_tasks: bool = False,
) -> list[Customer]:
    """Move locked customers; returns those that changed hands.

    The caller has checked who may do it. `note` stands in the chain of owners; `may_exceed` leaves
    the caps out, for what gives back; `with_tasks` lets open tasks of the last owner go along.
    Raises RuleError where a cap is full: then nothing moved.
    """
    wanted = [one for one in moves if not _is_there(one)]
    if not wanted:
        return []
    if not may_exceed:
        # What lies in the trash takes nobody's room.
        counts = Counter(
            one.owner for one in wanted if one.owner and one.customer.deleted_at is None
        )
        caps.check(counts)
    is_undone = reason == OwnerReason.UNDONE
    opened = set() if is_undone else _to_others(wanted)
    spans, entries = [], []
    for one in wanted:
        row, before = one.customer, (one.customer.owner_id, one.customer.department_id)
        changes = _place(one, at=by.at)
        spans.append(
            OwnerSpan(
                customer=row,
                owner=one.owner,
                pool=one.pool,
                since=by.at,
                reason=reason,
                note=note[:200],
                by=by.employee,
                before_id=before[0],
                department_id=row.department_id or 0,
                before_department_id=before[1] or 0,
                day=by.today,
            )
        )
        entries.append(
            audit.entry(
                by=by,
                action=_AUDITED[reason],
                kind="customer",
                record_id=row.pk,
                label=row.name,
                changes=changes,
                version=row.version,
            )
        )
    _save(wanted)
    moved = [one.customer for one in wanted]
    ended = _end_spans(moved, at=by.at, is_undone=is_undone)
    collaborating.bring_back(by=by, ended=ended)
    collaborating.end_with_move(by=by, customers=moved, opened=opened)
    bulk.insert(spans)
    audit.write_many(entries)
    post_many(
        items=[(postings.span_fact(span), postings.of_span(span)) for span in [*ended, *spans]],
        fresh=not ended,
    )
    followers.follow(by, spans, with_tasks=with_tasks)
    _tell([span for span in spans if span.customer.deleted_at is None], by=by)
    return moved


@transaction.atomic
def assign(
    *,
    by: Actor,
    customer_ids: Sequence[int],
    owner: Employee,
    with_tasks: bool = False,
    former: Terms | None = None,
) -> int:
    """Give customers to an employee; returns how many changed hands.

    The next contacts of the last owner go along, with `with_tasks` the open tasks too; with
    `former` the last owner stays as a collaborator on these terms, else he is out. The giver
    must hold each customer, the receiver must be active. Raises RuleError, NotAllowed.
    """
    by.employee.access.check("customers", "assign")
    check_works_here(owner)
    rows = Customer.objects.held_by(by.employee).filter(pk__in=customer_ids)
    moves = [Move(row, owner) for row in locked(rows)]
    before = {one.customer.pk: one.customer.owner_id for one in moves if one.customer.owner_id}
    moved = move(by=by, moves=moves, reason=OwnerReason.ASSIGNED, with_tasks=with_tasks)
    if former:
        collaborating.keep_former(by=by, customers=moved, former=before, terms=former)
    return len(moved)


@transaction.atomic
def give_back(*, by: Actor, changes: Mapping[int, Change]) -> int:
    """Undo changes by customer: whoever was given one loses it to who had it before.

    The caller has checked that it was this person who changed them. A customer that changed hands
    since stays, also where it came back; so does one of whom left, or of a closed pool, meanwhile.
    Returns how many went back.
    """
    if any(one.before != by.employee.pk for one in changes.values()):
        by.employee.access.check("customers", "assign")
    rows = Customer.objects.filter(pk__in=changes, deleted_at=None)
    spans = OwnerSpan.objects.filter(customer__in=changes, until=None)
    since = dict(spans.values_list("customer", "since"))
    people = (
        Employee.objects.active().with_access().in_bulk({one.before for one in changes.values()})
    )
    pools = Pool.objects.in_use().in_bulk({one.pool_before for one in changes.values()})
    moves = [
        Move(row, people.get(held.before or 0), pools.get(held.pool_before or 0))
        for row in locked(rows)
        if row.owner_id == (held := changes[row.pk]).now
        and since.get(row.pk) == held.at
        and (held.before is None or held.before in people)
        and (held.pool_before is None or held.pool_before in pools)
    ]
    return len(move(by=by, moves=moves, reason=OwnerReason.UNDONE, may_exceed=True))


def check_works_here(owner: Employee) -> None:
    """Raises RuleError for somebody who left."""
    if not owner.is_active:
        raise RuleError(_("This employee has left. Choose somebody else."), field="owner")


def locked(rows: Iterable[Customer]) -> list[Customer]:
    """The rows of a queryset, locked one after the other in the order that all changes keep, so
    that no two wait for each other: people, customers by id, rules, caps, then what the ledger
    sums. Who looks for duplicates waits before all of it."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))  # type: ignore[attr-defined]


def _is_there(one: Move) -> bool:
    row = one.customer
    return row.owner_id == (one.owner.pk if one.owner else None) and row.pool_id == (
        one.pool.pk if one.pool else None
    )


def _to_others(moves: Sequence[Move]) -> set[int]:
    """Ids of the customers that come out of a pool to somebody else than who had them last."""
    out = {one.customer.pk: one.owner.pk for one in moves if one.customer.pool_id and one.owner}
    if not out:
        return set()
    spans = OwnerSpan.objects.filter(customer__in=out, owner__isnull=False, is_undone=False)
    last = dict(spans.order_by("since", "pk").values_list("customer", "owner"))
    return {pk for pk, owner_id in out.items() if last.get(pk) != owner_id}


def _place(one: Move, *, at: datetime) -> dict[str, tuple[object, object]]:
    """Set the row's columns; returns what changed for the audit log."""
    row = one.customer
    before = {"owner": row.owner_id, "department": row.department_id, "pool": row.pool_id}
    row.owner, row.pool = one.owner, one.pool
    # A customer without an owner stays with the department that had it last.
    row.department_id = one.owner.department_id if one.owner else row.department_id
    row.received_at = at if one.owner else None
    row.pooled_at = at if one.pool else None
    row.version += 1
    after = {"owner": row.owner_id, "department": row.department_id, "pool": row.pool_id}
    return {
        key: (before[key], after[key])
        for key in before
        if key == "owner" or before[key] != after[key]
    }


def _save(moves: Sequence[Move]) -> None:
    """One statement for all that go the same way."""
    groups: dict[tuple[int | None, int | None, int | None], list[Customer]] = defaultdict(list)
    for one in moves:
        row = one.customer
        groups[row.owner_id, row.pool_id, row.department_id].append(row)
    for (owner_id, pool_id, department_id), rows in groups.items():
        for start in range(0, len(rows), _BATCH):
            some = rows[start : start + _BATCH]
            Customer.objects.filter(pk__in=[row.pk for row in some]).unlogged_update(
                owner_id=owner_id,
                pool_id=pool_id,
                department_id=department_id,
                received_at=some[0].received_at,
                pooled_at=some[0].pooled_at,
                version=F("version") + 1,
            )


def _end_spans(customers: Sequence[Customer], *, at: datetime, is_undone: bool) -> list[OwnerSpan]:
    """End the spans that are open; gives back those that count no more."""
    by_id = {row.pk: row for row in customers}
    undone: list[OwnerSpan] = []
    for start in range(0, len(customers), _BATCH):
        some = customers[start : start + _BATCH]
        open_spans = OwnerSpan.objects.filter(customer__in=some, until=None)
        if is_undone:
            undone += open_spans
            open_spans.update(until=at, is_undone=True)
        else:
            open_spans.update(until=at)
    for span in undone:
        span.customer, span.is_undone = by_id[span.customer_id], True
    return undone


def tell_received(customer: Customer, *, by: Actor, number: int = 1) -> None:
    """The notice to whom a new customer was given, with so many in all, unless he added it."""
    if customer.owner_id:
        is_one = number == 1
        notify(
            to=[customer.owner_id],
            kind=RECEIVED_NOTICE,
            text=_GOT_ONE if is_one else _GOT_MANY,
            params={"name": customer.name, "n": number, "by": by.employee.name},
            url=f"/customers/{customer.pk}/" if is_one else "/customers/",
            customer_id=customer.pk if is_one else 0,
            at=by.at,
            by_id=by.employee.pk,
        )


def _tell(spans: Sequence[OwnerSpan], *, by: Actor) -> None:
    """One notice to each who got or lost customers, not to who did it himself."""
    got, lost = defaultdict(list), defaultdict(list)
    for span in spans:
        if span.owner_id:
            got[span.owner_id].append(span.customer)
        if span.before_id:
            lost[span.before_id].append(span.customer)
    for own in got.values():
        tell_received(own[0], by=by, number=len(own))
    for person, own in lost.items():
        is_one = len(own) == 1
        notify(
            to=[person],
            kind=LOST_NOTICE,
            text=_LOST_ONE if is_one else _LOST_MANY,
            params={"name": own[0].name, "n": len(own), "by": by.employee.name},
            url="/customers/",
            customer_id=own[0].pk if is_one else 0,
            at=by.at,
            by_id=by.employee.pk,
        )


_GOT_ONE = gettext_noop("%(name)s is yours now, from %(by)s.")
_GOT_MANY = gettext_noop("%(n)d customers are yours now, from %(by)s.")
_LOST_ONE = gettext_noop("%(name)s is no longer yours.")
_LOST_MANY = gettext_noop("%(n)d customers are no longer yours.")
