"""Changing customers, one or many: every change leaves its history, also a bulk one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from zhuixiao.accounts import audit, conflicts
from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.models import Option
from zhuixiao.kit.text.company import name_core
from zhuixiao.ledger.actions import post_many

from .. import postings
from ..fields import STANDARD
from ..models import Customer
from ..queries.collaborators import check_right
from . import duplicates, finding, staging
from .gathering import Post
from .places import Places
from .values import Known, checked

# Fields whose values stand in a table of their own.
_LISTS = frozenset({"products", "tags"})
_COLUMN_OF = {field.key: field.column or field.key for field in STANDARD}


@transaction.atomic
def edit(
    *,
    by: Actor,
    customer: Customer,
    values: Mapping[str, Any],
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Customer:
    """Change fields of one customer; `version` is the one that the person saw.

    When somebody changed the same field since, raises Conflict with base, mine and theirs, except
    for fields in `keep_mine`; changes of other fields are kept side by side. Raises NotAllowed,
    Invalid, Duplicated.
    """
    by.employee.access.check("customers", "edit")
    check_right(by.employee, customer.pk)
    rules = duplicates.rules_for(by=by, fields=values.keys())
    locked = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if version is not None and version != locked.version:
        values = conflicts.own_changes(
            kind="customer",
            record_id=locked.pk,
            values=values,
            seen=version,
            now=locked.version,
            keep_mine=keep_mine,
            changed=_by_field(audit.changed_since("customer", locked.pk, version, record=locked)),
        )
    known = Known(by.employee)
    taken = checked(values, access=by.employee.access, known=known, before=locked)
    Places(by.today).complete(taken, locked)
    alike = duplicates.check_changed(by=by, customer=locked, taken=taken, rules=rules)
    write_each(by=by, changes=[(locked, taken)])
    duplicates.list_alike(by=by, customer=locked, alike=alike)
    return locked


@transaction.atomic
def change_many(
    *, by: Actor, customers: Sequence[Customer], values: Mapping[str, Any]
) -> list[Customer]:
    """Set the same fields of customers that the caller has locked and may see; returns the changed.

    The caller has checked the permission to edit. Raises Invalid; then nothing is written.
    """
    return change_each(by=by, changes=[(row, values) for row in customers])


@transaction.atomic
def change_each(
    *,
    by: Actor,
    changes: Sequence[tuple[Customer, Mapping[str, Any]]],
    places: Places | None = None,
    post: Post = post_many,
) -> list[Customer]:
    """`change_many` with fields and values of its own for each customer; `post` is for who posts
    more in the same transaction."""
    known = Known(by.employee)
    access = by.employee.access
    taken = [
        (row, checked(values, access=access, known=known, before=row)) for row, values in changes
    ]
    places = places or Places(by.today)
    for row, fields in taken:
        places.complete(fields, row)
    return write_each(by=by, changes=taken, post=post)


@transaction.atomic
def write_each(
    *,
    by: Actor,
    changes: Sequence[tuple[Customer, Mapping[str, Any]]],
    post: Post = post_many,
) -> list[Customer]:
    """`change_each` for values by column that were checked, or that the customer had before."""
    lists = _Lists(changes)
    changed: list[Customer] = []
    columns: set[str] = set()
    entries = []
    stage_moves = []
    for row, taken in changes:
        differences = audit.differences(
            row, {name: value for name, value in taken.items() if name not in _LISTS}
        ) | lists.differences(row, taken)
        if not differences:
            continue
        if "stage_id" in differences:
            stage_moves.append((row, *differences["stage_id"]))
        for name, (_before, after) in differences.items():
            if name not in _LISTS:
                setattr(row, name, after)
                columns.add(name)
        if "name" in differences:
            row.name_core = name_core(row.name)
        row.version += 1
        changed.append(row)
        entries.append(
            audit.entry(
                by=by,
                action="edit",
                kind="customer",
                record_id=row.pk,
                label=row.name,
                changes=differences,
                version=row.version,
            )
        )
    Customer.objects.bulk_update(changed, [*columns, "name_core", "version"], batch_size=500)
    lists.save()
    audit.write_many(entries)
    _follow(by=by, rows=changed, columns=columns, stage_moves=stage_moves, post=post)
    return changed


def _follow(
    *,
    by: Actor,
    rows: list[Customer],
    columns: set[str],
    stage_moves: list[tuple[Customer, int | None, int | None]],
    post: Post,
) -> None:
    """What a change of a customer carries along: stages, ledger, search."""
    ids = {pk for _row, before, after in stage_moves for pk in (before, after) if pk}
    stages = Option.objects.in_bulk(ids)
    changes = staging.enter(
        by=by,
        moves=[
            staging.Move(row, stages.get(before or 0), stages.get(after or 0))
            for row, before, after in stage_moves
        ],
    )
    if columns & {"channel_id", "region_id"}:
        post(items=postings.facts_of(rows), fresh=False)
    elif changes:
        post(
            items=[(postings.stage_fact(row), postings.of_stage_change(row)) for row in changes],
            fresh=True,
        )
    if columns & {"name", "phone"}:
        finding.reindex(rows)


class _Lists:
    """The values of many-to-many fields, read and written for all customers at once."""

    def __init__(self, changes: Iterable[tuple[Customer, Mapping[str, Any]]]) -> None:
        self._held: dict[str, dict[int, list[int]]] = {}
        self._new: dict[str, dict[int, list[int]]] = {name: {} for name in _LISTS}
        for name in _LISTS:
            held: dict[int, list[int]] = {row.pk: [] for row, values in changes if name in values}
            through, target = _through(name)
            links = through.objects.filter(customer_id__in=held) if held else through.objects.none()
            for pk, value in links.order_by(target).values_list("customer_id", target):
                held[pk].append(value)
            self._held[name] = held

    def differences(
        self, row: Customer, taken: Mapping[str, Any]
    ) -> dict[str, tuple[list[int], list[int]]]:
        """What changes in the lists of this customer; kept for `save`."""
        found: dict[str, tuple[list[int], list[int]]] = {}
        for name in _LISTS & taken.keys():
            before, after = self._held[name][row.pk], sorted(set(taken[name]))
            if before != after:
                found[name] = (before, after)
                self._new[name][row.pk] = after
        return found

    def save(self) -> None:
        for name, lists in self._new.items():
            if not lists:
                continue
            through, target = _through(name)
            through.objects.filter(customer_id__in=lists).delete()
            through.objects.bulk_create(
                [
                    through(customer_id=pk, **{target: value})
                    for pk, values in lists.items()
                    for value in values
                ],
                batch_size=500,
            )


def _through(name: str) -> tuple[Any, str]:
    target = "product_id" if name == "products" else "option_id"
    return getattr(Customer, name).through, target


def _by_field(changed: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Changes of columns as changes of fields; own fields of the company come one by one."""
    fields = {key: changed[column] for key, column in _COLUMN_OF.items() if column in changed}
    before, after = changed.get("extra", ({}, {}))
    for key in {*before, *after}:
        if before.get(key) != after.get(key):
            fields[key] = (before.get(key), after.get(key))
    return fields
