"""Who reported and who did not."""

from dataclasses import dataclass

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from ..choices import ReportKind
from ..models import ReportRead, WorkReport
from . import figures

COLUMNS = (
    "activities.contacts",
    "activities.customers_contacted",
    "customers.added",
    "customers.won",
)


@dataclass(frozen=True)
class Line:
    """One person's report of the period, None where there is none that the reader may see."""

    person: Employee
    report: WorkReport | None
    values: dict[str, int]
    is_read: bool


def of_period(kind: ReportKind, period: Period, *, reader: Employee) -> list[Line]:
    """A line for every active person within the reader's scope who writes reports."""
    within = reader.access.q("reports", owner="pk", department="department_id")
    people = [
        person
        for person in Employee.objects.active()
        .with_access()
        .filter(within)
        .order_by("department__path", "name")
        if person.access.may("reports", "create")
    ]
    reports = {
        row.employee_id: row
        for row in WorkReport.objects.visible_to(reader).of_period(kind, period)
    }
    read = set(
        ReportRead.objects.filter(report__in=reports.values(), employee=reader).values_list(
            "report_id", flat=True
        )
    )
    numbers = figures.of_people(people, period, reader=reader, metrics=COLUMNS)
    return [
        Line(
            person=person,
            report=reports.get(person.pk),
            values={key: numbers.get(person.pk, {}).get(key, 0) for key in COLUMNS},
            is_read=person.pk in reports and reports[person.pk].pk in read,
        )
        for person in people
    ]
