"""Keeping a table: a new one, a changed one, a copy."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit, conflicts
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger import catalogue

from ..choices import FILTERS
from ..definition import Definition, known
from ..models import SummaryTable

KIND = "summary_table"
MOST_TABLES = 100
_LONGEST = 60


@transaction.atomic
def create(*, by: Actor, name: str, asked: Definition) -> SummaryTable:
    """A new table of the person's own. Raises NotAllowed, Invalid, and RuleError for too many."""
    by.employee.access.check("analytics", "create")
    Employee.objects.select_for_update(no_key=True).only("pk").get(pk=by.employee.pk)
    if SummaryTable.objects.filter(owner=by.employee).count() >= MOST_TABLES:
        raise RuleError(_("You have %(n)d tables. Delete one first.") % {"n": MOST_TABLES})
    table = SummaryTable(owner=by.employee, created_at=by.at, changed_at=by.at)
    for field, value in _values(by, name, asked).items():
        setattr(table, field, value)
    table.save()
    _log(by, table, "create")
    return table


@transaction.atomic
def save(
    *, by: Actor, table: SummaryTable, name: str, asked: Definition, version: int | None = None
) -> SummaryTable:
    """Let the own table tell of something else; `version` is the one that the person saw.

    Raises NotAllowed, Invalid, and Conflict when it was changed in another window.
    """
    locked = own(by, table)
    values = conflicts.own_changes(
        kind=KIND,
        record_id=locked.pk,
        values=_values(by, name, asked),
        seen=version,
        now=locked.version,
    )
    changes = audit.differences(locked, values)
    if not changes:
        return locked
    for field, value in values.items():
        setattr(locked, field, value)
    # What each window changed may not go together.
    locked.definition.check(by.today)
    locked.changed_at = by.at
    locked.version += 1
    locked.save()
    _log(by, locked, "edit", changes)
    return locked


@transaction.atomic
def copy(*, by: Actor, table: SummaryTable, name: str) -> SummaryTable:
    """An own table like one that the person may read, without numbers that are not open to him.
    Raises as `create`."""
    asked, access = table.definition, by.employee.access
    open_ones = [row.key for row in known(asked.metrics) if catalogue.may_read(access, row)]
    return create(by=by, name=name, asked=replace(asked, metrics=open_ones))


@transaction.atomic
def delete(*, by: Actor, table: SummaryTable) -> None:
    """Remove the own table, also for those with whom it was shared. Raises NotAllowed."""
    locked = own(by, table)
    _log(by, locked, "delete")
    locked.delete()


def own(by: Actor, table: SummaryTable) -> SummaryTable:
    """The table, locked. Raises NotAllowed for somebody else's."""
    by.employee.access.check("analytics", "create")
    if table.owner_id != by.employee.pk:
        raise NotAllowed(_("Only the person who made this table can change it. Take a copy."))
    return SummaryTable.objects.select_for_update().get(pk=table.pk)


def _values(by: Actor, name: str, asked: Definition) -> dict[str, Any]:
    text = clean(name)
    if not text:
        raise Invalid({"name": _("Please enter a name.")})
    if len(text) > _LONGEST:
        raise Invalid({"name": _("At most %(limit)d characters.") % {"limit": _LONGEST}})
    asked.check(by.today)
    metrics = known(asked.metrics)
    if not all(catalogue.may_read(by.employee.access, row) for row in metrics):
        raise Invalid({"metrics": _("A number among them is not open to you.")})
    keys = [row.key for row in metrics]
    first, *second = asked.rows
    return {
        "name": text,
        "metrics": keys,
        "rows": first,
        "then_rows": second[0] if second else "",
        "columns": asked.columns,
        "filters": {key: list(asked.filters[key]) for key in FILTERS if asked.filters.get(key)},
        "span": asked.span,
        "start": asked.start,
        "end": asked.end,
        "comparison": asked.comparison,
        "has_totals": asked.has_totals,
        "chart": asked.chart,
        "sort_by": asked.sort_by if asked.sort_by in keys else "",
        "is_ascending": asked.is_ascending,
        "top": asked.top,
    }


def _log(by: Actor, table: SummaryTable, action: str, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=table.pk,
        label=table.name,
        changes=changes,
        version=table.version,
    )
