"""Making one customer of two, and taking that back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import NotAllowed, RuleError

from .. import attached
from ..fields import Field, writable_fields
from ..models import Customer, Merge
from ..queries.merges import UNDO_DAYS
from . import editing, finding, ownership, trash
from .bulk import extra_before

_LISTS = ("products", "tags")


def choices(winner: Customer, loser: Customer, *, by: Actor) -> list[Field]:
    """The fields in which the two differ and of which the loser has a value, for choosing."""
    return [
        field
        for field in writable_fields(by.employee.access)
        if field.key not in _LISTS
        and (value := _value(loser, field)) not in (None, "")
        and value != _value(winner, field)
    ]


@transaction.atomic
def merge(*, by: Actor, winner_id: int, loser_id: int, from_loser: Collection[str] = ()) -> Merge:
    """Move everything from one customer to another and delete the first.

    `from_loser` names the fields whose value the winner takes; products and tags come together. The
    winner keeps its owner. The loser's address leads to the winner. Raises NotAllowed, RuleError.
    """
    access = by.employee.access
    access.check("customers", "edit")
    access.check("customers", "delete")
    if winner_id == loser_id:
        raise RuleError(_("Choose another customer."))
    held = Customer.objects.held_by(by.employee).filter(pk__in=[winner_id, loser_id])
    rows = {row.pk: row for row in ownership.locked(held)}
    if len(rows) < 2:
        raise NotAllowed
    winner, loser = rows[winner_id], rows[loser_id]
    # First the loser's own facts go, so that the winner's numbers are counted once.
    trash.put_away(by=by, customer_ids=[loser.pk])
    # One that was merged before and taken out of the trash is its own again.
    earlier = Merge.objects.filter(loser__in=rows, undone_at=None)
    earlier.update(undone_at=by.at, undone_by=by.employee)
    moved: dict[str, Any] = {}
    for kind in attached.all_kinds():
        if ids := kind.ids(loser.pk):
            kind.move(ids, winner.pk)
            moved[kind.key] = ids
    winner.refresh_from_db()
    taken = _taken(winner, loser, from_loser, by)
    before = {name: audit.plain(getattr(winner, name)) for name in taken if name not in _LISTS}
    lists = {name: _ids(winner, name) for name in _LISTS}
    editing.write_each(by=by, changes=[(winner, taken)])
    finding.reindex([winner, loser])
    changes = {name: (old, audit.plain(getattr(winner, name))) for name, old in before.items()}
    changes |= {name: (old, _ids(winner, name)) for name, old in lists.items()}
    _log(by, winner, loser)
    return Merge.objects.create(
        winner=winner, loser=loser, at=by.at, by=by.employee, moved=moved, changes=changes
    )


@transaction.atomic
def undo(*, by: Actor, merge: Merge) -> None:
    """Make two of them again: what came from the loser goes back, fields that nobody changed since
    get the values that the winner had. Raises NotAllowed, RuleError after seven days."""
    access = by.employee.access
    access.check("customers", "edit")
    access.check("customers", "delete")
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    if held.undone_at is not None:
        raise RuleError(_("This was undone already."))
    if by.at - held.at > timedelta(days=UNDO_DAYS):
        raise RuleError(_("This is too long ago to be undone."))
    pair = Customer.objects.filter(pk__in=[held.winner_id, held.loser_id])
    rows = {row.pk: row for row in ownership.locked(pair)}
    winner, loser = rows[held.winner_id], rows[held.loser_id]
    if not Customer.objects.held_by(by.employee).filter(pk=winner.pk).exists():
        raise NotAllowed
    # Somebody may have taken it out of the trash already.
    if loser.deleted_at is not None and trash.restore(by=by, customer_ids=[loser.pk]) == 0:
        raise NotAllowed
    for kind in attached.all_kinds():
        still = set(kind.ids(winner.pk))
        if ids := [pk for pk in held.moved.get(kind.key, []) if pk in still]:
            kind.move(ids, loser.pk)
    winner.refresh_from_db()
    editing.write_each(by=by, changes=[(winner, _before(winner, held.changes))])
    finding.reindex([winner, loser])
    held.undone_at, held.undone_by = by.at, by.employee
    held.save(update_fields=["undone_at", "undone_by"])


def _taken(
    winner: Customer, loser: Customer, from_loser: Collection[str], by: Actor
) -> dict[str, Any]:
    """Values of the winner by column: the chosen ones of the loser, both lists together, the longer
    protection."""
    taken: dict[str, Any] = {}
    extra = dict(winner.extra)
    for field in choices(winner, loser, by=by):
        if field.key not in from_loser:
            continue
        if field.custom:
            extra[field.key] = loser.extra[field.key]
        else:
            taken[field.column] = getattr(loser, field.column)
    if extra != winner.extra:
        taken["extra"] = extra
    if loser.protected_until and loser.protected_until > (winner.protected_until or date.min):
        taken["protected_until"] = loser.protected_until
    for name in _LISTS:
        taken[name] = sorted({*_ids(winner, name), *_ids(loser, name)})
    return taken


def _before(winner: Customer, changes: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """What the winner had, of what nobody changed since."""
    back: dict[str, Any] = {}
    for name, (old, new) in changes.items():
        if name == "extra":
            back[name] = extra_before(winner.extra, old, new)
        elif name in _LISTS:
            added = set(new) - set(old)
            back[name] = [pk for pk in _ids(winner, name) if pk not in added]
        elif audit.plain(getattr(winner, name)) == new:
            back[name] = Customer._meta.get_field(name).to_python(old)  # type: ignore[union-attr]
    return back


def _value(customer: Customer, field: Field) -> Any:
    return customer.extra.get(field.key) if field.custom else getattr(customer, field.column)


def _ids(customer: Customer, name: str) -> list[int]:
    return sorted(getattr(customer, name).values_list("pk", flat=True))


def _log(by: Actor, winner: Customer, loser: Customer) -> None:
    audit.write(
        by=by,
        action="merge",
        kind="customer",
        record_id=winner.pk,
        label=winner.name,
        changes={"merged": (loser.name, winner.name)},
        version=winner.version,
    )
