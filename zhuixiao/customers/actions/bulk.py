"""Changing many customers at once, in batches that survive a kill, with one undo."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.approvals.models import Request
from zhuixiao.kit.errors import NotAllowed, RuleError

from .. import bulk_registry
from ..models import BulkChange, Customer
from ..queries.collaborators import right_to
from ..queries.table import matching
from . import editing, ownership, trash

BATCH = 500
UNDO_DAYS = 7
# What somebody must agree to is written down one by one.
MOST_ASKED = 20_000
# Actions of the audit log that changed who has a customer.
_GIVEN = {"assign", "release", "transfer"}


@transaction.atomic
def start(
    *,
    by: Actor,
    action: str,
    options: Mapping[str, Any],
    conditions: Q,
    ids: Sequence[int] = (),
    query: str = "",
) -> BulkChange | Request:
    """Begin a bulk change, or ask for it where somebody must agree first; see `begin`."""
    known = bulk_registry.find(action)
    if known is None or not known.may(by.employee.access):
        raise NotAllowed
    if known.ask:
        held = Customer.objects.held_by(by.employee).filter(conditions)
        found = sorted(held.values_list("pk", flat=True)[: MOST_ASKED + 1])
        if len(found) > MOST_ASKED:
            raise RuleError(
                _("At most %(n)d customers at once. Narrow the selection.") % {"n": MOST_ASKED}
            )
        if request := known.ask(by, found, options):
            return request
    return begin(by=by, action=action, options=options, conditions=conditions, ids=ids, query=query)


@transaction.atomic
def begin(
    *,
    by: Actor,
    action: str,
    options: Mapping[str, Any],
    conditions: Q,
    ids: Sequence[int] = (),
    query: str = "",
) -> BulkChange:
    """Write down what shall happen to the customers that meet `conditions`; changes none yet.

    `ids` or `query` (an address of the table) say in words of the browser what `conditions` hold.
    Raises NotAllowed.
    """
    known = bulk_registry.find(action)
    if known is None or not known.may(by.employee.access):
        raise NotAllowed
    rows = matching(by.employee, conditions)
    return BulkChange.objects.create(
        employee=by.employee,
        at=by.at,
        action=action,
        options=dict(options),
        ids=sorted(ids),
        matching=query,
        total=rows.count(),
        # Whoever comes to match later was not part of what the person saw.
        max_id=rows.aggregate(last=Max("pk"))["last"] or 0,
        first_audit_id=AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0,
    )


@transaction.atomic
def advance(*, by: Actor, change: BulkChange, conditions: Q) -> bool:
    """Do the next batch; whether more are left. `by.at` is the instant of the change.

    Rows and progress are one transaction: whatever kills it, no customer is changed twice.
    """
    action = bulk_registry.find(change.action)
    if action is None or not action.may(by.employee.access):
        raise NotAllowed
    held = BulkChange.objects.select_for_update().get(pk=change.pk)
    rows = matching(by.employee, conditions).filter(pk__gt=held.last_id, pk__lte=held.max_id)
    batch = list(rows.order_by("pk").select_for_update(of=("self",))[:BATCH])
    if batch:
        held.changed_count += action.apply(by, batch, held.options)
        held.seen_count += len(batch)
        held.last_id = batch[-1].pk
    has_more = len(batch) == BATCH
    if not has_more:
        held.finished_at = by.at
    held.save()
    change.seen_count, change.changed_count = held.seen_count, held.changed_count
    change.finished_at, change.last_id = held.finished_at, held.last_id
    return has_more


def check_undo(*, by: Actor, change: BulkChange) -> None:
    """Raises RuleError unless this person can still take the change back."""
    if change.employee_id != by.employee.pk:
        raise NotAllowed
    if change.undone_at is not None:
        raise RuleError(_("This was undone already."))
    if by.at - change.at > timedelta(days=UNDO_DAYS):
        raise RuleError(_("This is too long ago to be undone."))


def undo(*, by: Actor, change: BulkChange) -> int:
    """Give the customers back what they had; what somebody changed since stays as it is.

    Returns how many were restored. Doing it twice restores nothing more.
    """
    check_undo(by=by, change=change)
    restored = 0
    last = None
    while True:
        with transaction.atomic():
            entries = _entries(change, last)
            if not entries:
                break
            last = entries[-1].pk
            # All at once: what was edited, given and deleted is locked again by each of these.
            ids = [row.record_id for row in entries]
            ownership.locked(Customer.objects.filter(pk__in=ids).only("pk"))
            restored += _undo_edits(by, entries)
            restored += _undo_owners(by, entries)
            deleted = [entry.record_id for entry in entries if entry.action == "delete"]
            restored += trash.restore(by=by, customer_ids=deleted) if deleted else 0
    action = bulk_registry.find(change.action)
    with transaction.atomic():
        if action and action.undo:
            restored += action.undo(by, change)
        BulkChange.objects.filter(pk=change.pk).update(undone_at=by.at)
    return restored


def is_undoable(change: BulkChange, now: datetime) -> bool:
    """Whether a link to undo it makes sense."""
    return change.undone_at is None and now - change.at <= timedelta(days=UNDO_DAYS)


def set_fields(by: Actor, customers: Sequence[Customer], options: Mapping[str, Any]) -> int:
    """Options {"values": {key: value}}; a bulk action."""
    rows = workable(by, customers)
    return len(editing.change_many(by=by, customers=rows, values=options["values"]))


def change_tags(by: Actor, customers: Sequence[Customer], options: Mapping[str, Any]) -> int:
    """Options {"add": [ids], "remove": [ids]}; a bulk action."""
    rows = workable(by, customers)
    held: dict[int, set[int]] = {row.pk: set() for row in rows}
    links = Customer.tags.through.objects.filter(customer_id__in=held)
    for pk, tag in links.values_list("customer_id", "option_id"):
        held[pk].add(tag)
    changes = [
        (row, {"tags": sorted((held[row.pk] | set(options["add"])) - set(options["remove"]))})
        for row in rows
    ]
    return len(editing.write_each(by=by, changes=changes))


def workable(by: Actor, customers: Sequence[Customer]) -> list[Customer]:
    """Those of the customers that the person may change: not those let in for reading only."""
    return [row for row in customers if right_to(by.employee, row.pk) != Right.READ]


def _entries(change: BulkChange, before: int | None) -> list[AuditEntry]:
    """What the change wrote, the last first."""
    rows = AuditEntry.objects.filter(
        employee=change.employee_id, at=change.at, kind="customer", pk__gt=change.first_audit_id
    ).order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:BATCH])


def _undo_edits(by: Actor, entries: Sequence[AuditEntry]) -> int:
    changes = {entry.record_id: entry.changes for entry in entries if entry.action == "edit"}
    if not changes:
        return 0
    by.employee.access.check("customers", "edit")
    # Nobody who was erased comes back this way.
    rows = Customer.objects.workable_by(by.employee).filter(pk__in=changes, erased_at=None)
    lists = _lists([pk for pk, one in changes.items() if {"tags", "products"} & one.keys()])
    values = [
        (row, _before(row, changes[row.pk], lists.get(row.pk, {})))
        for row in ownership.locked(rows)
    ]
    return len(editing.write_each(by=by, changes=[one for one in values if one[1]]))


def _before(
    row: Customer, changes: Mapping[str, Sequence[Any]], lists: Mapping[str, list[int]]
) -> dict[str, Any]:
    """The values to go back to, of what nobody touched since."""
    values: dict[str, Any] = {}
    for name, (old, new) in changes.items():
        if name == "extra":
            values["extra"] = extra_before(row.extra, old, new)
        elif name in {"tags", "products"}:
            if lists.get(name, []) == new:
                values[name] = old
        elif audit.plain(getattr(row, name)) == new:
            # The log keeps days as text.
            values[name] = Customer._meta.get_field(name).to_python(old)  # type: ignore[union-attr]
    return values


def extra_before(
    held: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]
) -> dict[str, Any]:
    """Own fields as they were before a change, those left alone that somebody changed since."""
    values = dict(held)
    for key in old.keys() | new.keys():
        if old.get(key) != new.get(key) and held.get(key) == new.get(key):
            values.pop(key, None)
            if key in old:
                values[key] = old[key]
    return values


def _lists(ids: Sequence[int]) -> dict[int, dict[str, list[int]]]:
    found: dict[int, dict[str, list[int]]] = {}
    for name, target in (("tags", "option_id"), ("products", "product_id")):
        links = getattr(Customer, name).through.objects.filter(customer_id__in=ids)
        for pk, value in links.order_by(target).values_list("customer_id", target):
            found.setdefault(pk, {}).setdefault(name, []).append(value)
    return found


def _undo_owners(by: Actor, entries: Sequence[AuditEntry]) -> int:
    changes = {
        entry.record_id: ownership.Change(
            at=entry.at,
            now=entry.changes["owner"][1],
            before=entry.changes["owner"][0],
            pool_before=entry.changes.get("pool", [None])[0],
        )
        for entry in entries
        if entry.action in _GIVEN
    }
    return ownership.give_back(by=by, changes=changes) if changes else 0
