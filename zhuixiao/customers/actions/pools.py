"""Setting up pools, recycling rules and caps."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError

from .. import recycling
from ..choices import OwnerReason
from ..models import Cap, Customer, Pool, RecycleRule
from . import ownership
from .ownership import Move

MOST_DAYS = 3650


@transaction.atomic
def save_pool(*, by: Actor, pool: Pool | None, values: Mapping[str, Any]) -> Pool:
    """Make a pool, or change one. Raises RuleError for a name that another one has."""
    by.employee.access.check("customers", "manage")
    others = Pool.objects.exclude(pk=pool.pk) if pool else Pool.objects.all()
    if others.filter(name=values["name"]).exists():
        raise RuleError(_("Another pool has this name."), field="name")
    row = pool or Pool(position=others.count())
    save_row(by, "pool", row, values)
    return row


@transaction.atomic
def retire_pool(*, by: Actor, pool: Pool) -> None:
    """Close an empty pool with its rules; what lies in the trash leaves it. Raises RuleError while
    customers wait in it."""
    by.employee.access.check("customers", "manage")
    number = Customer.objects.filter(pool=pool, deleted_at=None).count()
    if number:
        raise RuleError(
            _("%(n)d customers wait in it. Assign them first, or let them be claimed.")
            % {"n": number}
        )
    deleted = [Move(row) for row in ownership.locked(Customer.objects.filter(pool=pool))]
    ownership.move(by=by, moves=deleted, reason=OwnerReason.TRANSFERRED)
    RecycleRule.objects.filter(pool=pool, retired_at=None).update(retired_at=by.at)
    save_row(by, "pool", pool, {"retired_at": by.at}, action="retire")


@transaction.atomic
def save_rule(*, by: Actor, rule: RecycleRule | None, values: Mapping[str, Any]) -> RecycleRule:
    """Make a recycling rule, or change one; it takes effect the next day.

    Whatever it is changed to, what it takes tonight was seen by somebody today. Raises RuleError
    without a condition, and for one that could take nobody.
    """
    by.employee.access.check("customers", "manage")
    conditions = values["conditions"]
    known = {kind.key for kind in recycling.kinds()}
    if not conditions:
        raise RuleError(_("Say at least one: after how many days?"), field="conditions")
    if any(one["kind"] not in known or not 0 < one["days"] <= MOST_DAYS for one in conditions):
        raise RuleError(_("Days are a number from 1 to %(n)d.") % {"n": MOST_DAYS})
    any_of = values["match"] == RecycleRule.Match.ANY
    if not values.get("takes_won") and recycling.needs_won(conditions, any_of=any_of):
        raise RuleError(
            _("Only customers that were won have contracts: tick that the rule takes those too."),
            field="takes_won",
        )
    row = rule or RecycleRule()
    row.changed_by = by.employee
    save_row(by, "recycle_rule", row, {**values, "valid_from": by.today + timedelta(days=1)})
    return row


@transaction.atomic
def retire_rule(*, by: Actor, rule: RecycleRule) -> None:
    """End a rule at once: what it has not taken yet stays with its owners."""
    by.employee.access.check("customers", "manage")
    save_row(by, "recycle_rule", rule, {"retired_at": by.at}, action="retire")


@transaction.atomic
def save_cap(*, by: Actor, cap: Cap | None, values: Mapping[str, Any]) -> Cap:
    """Make a cap, or change one. Nobody loses customers by it: it binds whoever gets more.

    Raises RuleError where departments count together and none is named.
    """
    by.employee.access.check("customers", "manage")
    if values["together"] and not values["departments"]:
        raise RuleError(_("Choose the department that counts together."), field="departments")
    row = cap or Cap()
    save_row(by, "cap", row, values)
    return row


@transaction.atomic
def remove_cap(*, by: Actor, cap: Cap) -> None:
    """Take a cap away."""
    by.employee.access.check("customers", "manage")
    audit.write(by=by, action="delete", kind="cap", record_id=cap.pk, label=cap.name)
    cap.delete()


def save_row(
    by: Actor, kind: str, row: Any, values: Mapping[str, Any], *, action: str = ""
) -> None:
    """Columns and links of a row, with what changed in the log."""
    links = {field.name for field in row._meta.many_to_many}
    is_new = row.pk is None
    plain = {name: value for name, value in values.items() if name not in links}
    changes = {} if is_new else audit.differences(row, plain)
    for name, value in plain.items():
        setattr(row, name, value)
    row.version += 0 if is_new else 1
    row.save()
    for name in links & values.keys():
        before, after = _ids(getattr(row, name).all()), _ids(values[name])
        if before != after:
            getattr(row, name).set(after)
            if not is_new:
                changes[name] = (before, after)
    audit.write(
        by=by,
        action=action or ("create" if is_new else "edit"),
        kind=kind,
        record_id=row.pk,
        label=row.name,
        changes=changes,
        version=row.version,
    )


def _ids(rows: Sequence[models.Model] | models.QuerySet[Any]) -> list[int]:
    return sorted(row.pk for row in rows)
