"""Who reads whose reports."""

from django.db.models import Q

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Department, Employee

from ..models import ReportReader, WorkReport


def managers_of(employee: Employee, *, of: Department | None = None) -> list[int]:
    """The heads of the person's department, or of the one that he writes for, and of those above
    it, the person left out."""
    above = Department.objects.filter(pk__in=(of or employee.department).ancestor_ids)
    heads = above.exclude(head=None).values_list("head_id", flat=True)
    return [pk for pk in heads if pk is not None and pk != employee.pk]


def led_by(employee: Employee) -> list[Department]:
    """The departments whose report the person writes."""
    return list(Department.objects.filter(head=employee, closed_at=None).order_by("path"))


def named_for(employee: Employee, *, of: Department | None = None) -> list[int]:
    """Those who were named to read the person's reports, or that of the department that he writes
    for."""
    units = Department.objects.filter(pk__in=(of or employee.department).ancestor_ids)
    named = Q(department__in=units)
    if of is None:
        named |= Q(employee=employee)
    rows = ReportReader.objects.filter(named)
    people = Employee.objects.active().with_access().filter(pk__in=rows.values("reader"))
    return [
        row.pk
        for row in people.exclude(pk=employee.pk)
        if row.access.may("reports", "view") and row.department.dealer() is None
    ]


def answers_for(report: WorkReport) -> int | None:
    """Who writes a report and is asked about it: its author; of a department its head of today,
    whoever wrote it, nobody once it is closed."""
    unit = report.of_department
    if unit is None:
        return report.employee_id
    return None if unit.closed_at else unit.head_id


def may_change(report: WorkReport, employee: Employee) -> bool:
    """Whether the person hands a report in and takes it back."""
    return answers_for(report) == employee.pk


def reads_others(employee: Employee) -> bool:
    """Whether there is more for the person to read than the own reports."""
    if employee.access.scope("reports") != DataScope.OWN:
        return True
    is_named = ReportReader.objects.filter(reader=employee).exists()
    return is_named and employee.department.dealer() is None


def named_of(reader: Employee) -> Q:
    """The condition that keeps employees whose reports the person was named to read."""
    if reader.department.dealer() is not None:
        return Q(pk__in=[])
    mine = ReportReader.objects.filter(reader=reader).exclude(employee=None)
    units = ReportReader.units_read_by(reader)
    return Q(pk__in=mine.values("employee")) | Q(department__in=units)
