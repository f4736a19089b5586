"""How far somebody has come towards what is to be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import Table, drill_link, query
from zhuixiao.ledger.queries.conditions import Where

from .. import metrics
from ..choices import TargetUnit
from ..models import Target
from .whose import people_within, units_within

# What targets can be set for.
METRICS = (
    metrics.ORDER_AMOUNT.key,
    metrics.RECEIVED_AMOUNT.key,
    metrics.MARGIN.key,
    "customers.added",
    "activities.contacts",
)


@dataclass(frozen=True)
class Progress:
    """`share` is of the target in hundredths (capped for the bar at 100); `tier` is the highest
    that was reached: "", "base", "stretch" or "challenge"."""

    target: Target
    whose: str
    label: object
    unit: str
    value: int
    link: str

    @property
    def share(self) -> int:
        return self.value * 100 // self.target.base

    @property
    def bar(self) -> int:
        return max(0, min(self.share, 100))

    @property
    def tier(self) -> str:
        for name in ("challenge", "stretch", "base"):
            if self.value >= getattr(self.target, name):
                return name
        return ""

    @property
    def missing(self) -> int:
        """What is missing to the next tier; 0 once all are reached."""
        tiers = (self.target.base, self.target.stretch, self.target.challenge)
        return next((tier - self.value for tier in tiers if self.value < tier), 0)


def visible_to(reader: Employee) -> "QuerySet[Target]":
    """The targets of people and departments whose orders the reader may see, and for who sees all
    of them those of the company."""
    access = reader.access
    if not access.may(metrics.ORDERS, "view"):
        return Target.objects.none()
    rows = Target.objects.select_related("department", "employee")
    if access.scope(metrics.ORDERS) == DataScope.ALL:
        return rows
    people = people_within(reader, metrics.ORDERS).values("pk")
    units = units_within(reader, metrics.ORDERS).values("pk")
    return rows.filter(Q(employee__in=people) | Q(department__in=units))


def period_of(target: Target) -> Period:
    """The month, quarter or year of a target."""
    return Period.of(PeriodKind(target.unit), target.start)


def of_reader(reader: Employee, *, today: date) -> list[Progress]:
    """Progress of what runs today: the person's own, of the department led, of the company for
    who sees all of it."""
    starts = Q()
    for unit in TargetUnit:
        first = Period.of(PeriodKind(unit), today).start
        starts |= Q(unit=unit, start=first)
    mine = Q(employee=reader)
    led = Department.objects.filter(head=reader).values_list("pk", flat=True)
    mine |= Q(department__in=list(led))
    if reader.access.scope(metrics.ORDERS) == DataScope.ALL:
        mine |= Q(department=None, employee=None)
    rows = Target.objects.filter(starts & mine).select_related("department", "employee")
    return progress(sorted(rows, key=_order), reader=reader)


def of_month(day: date, *, of: Employee | Department, reader: Employee) -> dict[str, Progress]:
    """By metric, the targets that a person or a department has for the month of a day, and what
    was reached of them up to that day. At the top of the tree they are those of the company."""
    month = Period.of(PeriodKind.MONTH, day)
    if isinstance(of, Employee):
        whose = Q(employee=of)
    elif of.parent_id is None:
        whose = Q(department=of) | Q(department=None, employee=None)
    else:
        whose = Q(department=of)
    rows = visible_to(reader).filter(whose, unit=TargetUnit.MONTH, start=month.start)
    # The company's own goes before one of its top department: it comes last here.
    ordered = sorted(rows, key=lambda row: row.department_id is None)
    found = progress(ordered, reader=reader, until=day)
    return {row.target.metric: row for row in found}


def progress(
    targets: Sequence[Target], *, reader: Employee, until: date | None = None
) -> list[Progress]:
    """Where each of these targets stands, or stood on a day, of those whose number the reader sees
    whole: by the metric's own module, which may reach less far than that of orders.

    One question to the ledger for each period, however many targets there are.
    """
    if not targets:
        return []
    paths = dict(Department.objects.values_list("pk", "path"))
    seen = _Seen(reader)
    wheres = {row: where for row in targets if seen.holds(row, where := _where(row, paths))}
    keys: dict[Period, set[str]] = {}
    for target in wheres:
        keys.setdefault(_reached(target, until), set()).add(target.metric)
    by = [Dimension.DEPARTMENT, Dimension.EMPLOYEE]
    tables = {
        period: query(sorted(asked), period=period, by=by, visible_to=reader)
        for period, asked in keys.items()
    }
    found = []
    for target, where in wheres.items():
        metric, period = catalogue.find(target.metric), _reached(target, until)
        found.append(
            Progress(
                target,
                name_of(target),
                metric.label,
                metric.unit,
                _sum(tables[period], target.metric, where),
                drill_link(target.metric, period=period, where=where),
            )
        )
    return found


def _reached(target: Target, until: date | None) -> Period:
    whole = period_of(target)
    return Period(whole.start, min(whole.end, until)) if until else whole


class _Seen:
    """Whose numbers the reader sees whole, asked once for each module."""

    def __init__(self, reader: Employee) -> None:
        self._reader = reader
        self._people = cache(lambda module: self._ids(people_within(reader, module)))
        self._units = cache(lambda module: self._ids(units_within(reader, module)))

    def holds(self, target: Target, where: Where) -> bool:
        metric = catalogue.get(target.metric)
        if not catalogue.may_read(self._reader.access, metric):
            return False
        if self._reader.access.scope(metric.module) == DataScope.ALL:
            return True
        if target.employee_id:
            return target.employee_id in self._people(metric.module)
        return bool(where) and self._units(metric.module).issuperset(where[Dimension.DEPARTMENT])

    @staticmethod
    def _ids(rows: "QuerySet[Employee] | QuerySet[Department]") -> set[int]:
        return set(rows.values_list("pk", flat=True))


def _where(target: Target, paths: Mapping[int, str]) -> Where:
    """The entries that count for a target: a department's with those of all below it."""
    if target.employee_id:
        return {Dimension.EMPLOYEE: [target.employee_id]}
    if target.department:
        top = target.department.path
        return {Dimension.DEPARTMENT: [pk for pk, path in paths.items() if path.startswith(top)]}
    return {}


def _sum(table: Table, metric: str, where: Where) -> int:
    """What the rows of a table by department and person give under a condition."""
    within = [set(where.get(dimension, ())) for dimension in table.by]
    return sum(
        int(row.values[metric] or 0)
        for row in table.rows
        if all(not ids or part in ids for ids, part in zip(within, row.key, strict=True))
    )


def name_of(target: Target) -> str:
    """Whose target it is."""
    if target.employee:
        return target.employee.name
    return target.department.name if target.department else _("Company")


def _order(target: Target) -> tuple[bool, int, str, str]:
    units = list(TargetUnit)
    is_wide = target.employee_id is None
    return is_wide, units.index(TargetUnit(target.unit)), target.metric, str(target.pk)
