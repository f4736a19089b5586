"""Who reported and who did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_link

from ..choices import ReportKind
from ..models import ReportRead, WorkReport
from . import figures
from .readers import named_of

COLUMNS = (
    "activities.contacts",
    "activities.customers_contacted",
    "customers.added",
    "customers.won",
)


class Cell(NamedTuple):
    """A figure that opens, in the unit of its metric; None where the reader does not see it."""

    metric: str
    value: int | None
    link: str
    unit: str

    @property
    def label(self) -> object:
        return catalogue.find(self.metric).label


@dataclass(frozen=True)
class Line:
    """One person's report of the period, None where there is none that the reader may see."""

    person: Employee
    report: WorkReport | None
    cells: Sequence[Cell]
    is_read: bool


def columns(reader: Employee) -> list[str]:
    """The figures of the list that the reader may see at all."""
    return figures.allowed(COLUMNS, reader.access)


def writers(reader: Employee, *, among: Q | None = None) -> list[Employee]:
    """The active people within the reader's scope, or whose reader he was named, who write
    reports, by department; `among` employees of this condition."""
    within = reader.access.q("reports", owner="pk", department="department_id")
    if within:
        within |= named_of(reader)
    # Of a thousand people few have a department or a role of their own.
    known = Employee.objects.active().filter(within, among or Q())
    people = known.prefetch_related("department", "role")
    return [
        person
        for person in people.order_by("department__path", "name")
        if person.access.may("reports", "create")
    ]


def of_period(kind: ReportKind, period: Period, *, reader: Employee) -> list[Line]:
    """A line for every active person within the reader's scope who writes reports."""
    people = writers(reader)
    reports = {
        row.employee_id: row
        for row in WorkReport.objects.visible_to(reader).of_period(kind, period)
    }
    read = set(
        ReportRead.objects.filter(report__in=reports.values(), employee=reader).values_list(
            "report_id", flat=True
        )
    )
    shown = columns(reader)
    numbers = figures.of_people(people, period, reader=reader, metrics=shown)
    return [
        Line(
            person=person,
            report=reports.get(person.pk),
            cells=[
                Cell(
                    key,
                    numbers.get(person.pk, {}).get(key, 0)
                    if figures.sees(key, person, reader)
                    else None,
                    drill_link(key, period=period, where={Dimension.EMPLOYEE: [person.pk]}),
                    catalogue.find(key).unit,
                )
                for key in shown
            ],
            is_read=person.pk in reports and reports[person.pk].pk in read,
        )
        for person in people
    ]
