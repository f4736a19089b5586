"""Conditions of a WHERE clause: which metrics, whose, with which ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.periods import Period

from .. import catalogue
from ..catalogue import Dimension, Metric
from ..instants import day_range

# SQLite refuses larger numbers altogether; no row has one.
_LARGEST_ID = 2**63 - 1
Where = Mapping[Dimension, Collection[int]]


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters, for a table that `on` gives an alias."""

    sql: str
    params: tuple[int, ...] = ()

    def on(self, alias: str) -> str:
        return self.sql.format(e=alias)

    def without_index(self) -> "Condition":
        """The same, hidden from SQLite's choice of an index, which it makes without statistics."""
        return Condition(self.sql.replace("{e}", "+{e}"), self.params)

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.sql} AND {other.sql}", self.params + other.params)

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(f"({self.sql} OR {other.sql})", self.params + other.params)


def among(column: str, ids: Collection[int]) -> Condition:
    """The column holds one of these ids; none of no ids."""
    ids = {pk for pk in ids if 0 <= pk <= _LARGEST_ID}
    if not ids:
        return Condition("1 = 0")
    return Condition(f"{{e}}.{column} IN ({', '.join(['%s'] * len(ids))})", tuple(sorted(ids)))


def filtered(where: Where) -> Condition:
    """Each dimension holds one of its ids; RuleError for a time, which is what periods are for."""
    condition = Condition("1 = 1")
    for dimension, ids in where.items():
        if dimension.is_time:
            raise RuleError(_("Choose a period instead of filtering by a time."))
        condition &= among(f"{dimension}_id", ids)
    return condition


def days_of(period: Period | None) -> Condition:
    """The days of a period; ever needs no condition."""
    if period is None:
        return Condition("1 = 1")
    return Condition("{e}.day BETWEEN %s AND %s", day_range(period))


def visible(metrics: Sequence[Metric], employee: Employee) -> Condition:
    """Entries of these metrics that the employee may see, by the data scope of each module.

    Raises NotAllowed for a metric that the employee `may_read` nothing of.
    """
    by_module: dict[str, set[int]] = {}
    for row in metrics:
        if not catalogue.may_read(employee.access, row):
            raise NotAllowed
        by_module.setdefault(row.module, set()).add(row.posted.id)
    every = among("metric", set().union(*by_module.values()))
    scopes = {module: _scope(module, employee) for module in by_module}
    if len(set(scopes.values())) == 1:
        return every & next(iter(scopes.values()))
    each = [among("metric", ids) & scopes[module] for module, ids in by_module.items()]
    anyhow = each[0]
    for condition in each[1:]:
        anyhow |= condition
    return every & anyhow


def sees_all(metrics: Sequence[Metric], employee: Employee) -> bool:
    """Whether no scope narrows any of these metrics."""
    return all(employee.access.scope(row.module) == DataScope.ALL for row in metrics)


def _scope(module: str, employee: Employee) -> Condition:
    own = among("employee_id", [employee.pk])
    match employee.access.scope(module):
        case DataScope.ALL:
            return Condition("1 = 1")
        case DataScope.SUBTREE:
            return among("department_id", employee.access.unit_ids(module)) | own
        case DataScope.DEPARTMENT:
            return among("department_id", [employee.department_id]) | own
        case DataScope.OWN:
            return own
