"""How far somebody has come towards what is to be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_link, query
from zhuixiao.ledger.queries.conditions import Where

from .. import metrics
from ..choices import TargetUnit
from ..models import Target

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
    scope = access.scope(metrics.ORDERS)
    if scope == DataScope.ALL:
        return rows
    people = Employee.objects.filter(access.q(metrics.ORDERS, owner="pk", record="pk"))
    seen = Q(employee__in=people.values("pk"))
    if scope == DataScope.SUBTREE:
        seen |= Q(department__in=access.unit_ids(metrics.ORDERS))
    elif scope == DataScope.DEPARTMENT:
        seen |= Q(department=reader.department_id)
    return rows.filter(seen)


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
    if reader.access.scope(metrics.ORDERS) == "all":
        mine |= Q(department=None, employee=None)
    rows = Target.objects.filter(starts & mine).select_related("department", "employee")
    return progress(sorted(rows, key=_order), reader=reader)


def progress(targets: Sequence[Target], *, reader: Employee) -> list[Progress]:
    """Where each of these targets stands, as far as the reader may see its number."""
    found = []
    for target in targets:
        metric = catalogue.find(target.metric)
        if not catalogue.may_read(reader.access, metric):
            continue
        where = where_of(target)
        period = period_of(target)
        table = query([target.metric], period=period, where=where, visible_to=reader)
        found.append(
            Progress(
                target,
                name_of(target),
                metric.label,
                metric.unit,
                int(table.total.values[target.metric] or 0),
                drill_link(target.metric, period=period, where=where),
            )
        )
    return found


def where_of(target: Target) -> Where:
    """The entries that count for a target."""
    if target.employee_id:
        return {Dimension.EMPLOYEE: [target.employee_id]}
    if target.department:
        return {
            Dimension.DEPARTMENT: list(target.department.subtree().values_list("pk", flat=True))
        }
    return {}


def name_of(target: Target) -> str:
    """Whose target it is."""
    if target.employee:
        return target.employee.name
    return target.department.name if target.department else _("Company")


def _order(target: Target) -> tuple[bool, int, str, str]:
    units = list(TargetUnit)
    is_wide = target.employee_id is None
    return is_wide, units.index(TargetUnit(target.unit)), target.metric, str(target.pk)
