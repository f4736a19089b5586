"""The month of everybody: people down, days across, sums at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhuixiao.accounts.models import Company, Department, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension, Metric, Value
from zhuixiao.ledger.queries import drill_link, query

from ..metrics import attendance as metrics
from ..models import AttendanceDay

SUMS: Sequence[Metric] = (
    metrics.DAYS,
    metrics.LATE,
    metrics.EARLY,
    metrics.MISSED,
    metrics.ABSENT,
    metrics.FIELD,
    metrics.LEAVE,
)


@dataclass(frozen=True)
class Sum:
    """A number of the month, and the link that opens it."""

    metric: Metric
    value: Value
    link: str


@dataclass(frozen=True)
class Line:
    """A person's month: a day or None for each day of it."""

    person: Employee
    cells: Sequence[AttendanceDay | None]
    sums: Sequence[Sum]


@dataclass(frozen=True)
class Head:
    """A day above its column."""

    day: date
    is_workday: bool


@dataclass(frozen=True)
class Table:
    heads: Sequence[Head]
    metrics: Sequence[Metric]
    lines: Sequence[Line]
    total: Sequence[Sum]


def people(reader: Employee, department: Department | None) -> list[Employee]:
    """Those within the reader's scope who work here, by department."""
    within = reader.access.q("attendance", owner="pk", department="department_id")
    rows = Employee.objects.active().filter(within).select_related("department")
    if department:
        rows = rows.filter(department__path__startswith=department.path)
    return list(rows.order_by("department__path", "pk"))


def departments(reader: Employee) -> list[Department]:
    """Those in which the reader sees somebody."""
    within = reader.access.q("attendance", owner="pk", department="department_id")
    ids = Employee.objects.active().filter(within).values("department")
    return list(Department.objects.filter(pk__in=ids).order_by("path"))


def table(reader: Employee, period: Period, shown: Sequence[Employee]) -> Table:
    """The month of these people, in three questions however many they are."""
    company = Company.objects.get()
    works = calendar(company, period.start, period.end)
    days = [period.start + timedelta(days=number) for number in range(period.days)]
    ids = [one.pk for one in shown]
    rows = AttendanceDay.objects.visible_to(reader).filter(
        employee__in=ids, day__range=(period.start, period.end)
    )
    held: Mapping[tuple[int, date], AttendanceDay] = {
        (row.employee_id, row.day): row for row in rows
    }
    readable = [one for one in SUMS if catalogue.may_read(reader.access, one)]
    keys = [one.key for one in readable]
    where = {Dimension.EMPLOYEE: ids}
    found = None
    if ids and keys:
        by = [Dimension.EMPLOYEE]
        found = query(keys, period=period, by=by, where=where, visible_to=reader)
    sums = {row.key[0]: row.values for row in found.rows} if found else {}

    def sum_of(metric: Metric, value: Value, of: Sequence[int]) -> Sum:
        link = drill_link(metric.key, period=period, where={Dimension.EMPLOYEE: of})
        return Sum(metric, value or 0, link)

    return Table(
        heads=[Head(day, works.is_workday(day)) for day in days],
        metrics=readable,
        lines=[
            Line(
                person,
                [held.get((person.pk, day)) for day in days],
                [
                    sum_of(one, sums.get(person.pk, {}).get(one.key), [person.pk])
                    for one in readable
                ],
            )
            for person in shown
        ],
        total=[sum_of(one, found.total.values[one.key], ids) for one in readable] if found else [],
    )
