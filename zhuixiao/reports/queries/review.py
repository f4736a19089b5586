"""Reports side by side: a row for each period, a column for each person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_links, query

from ..choices import ReportKind
from ..models import ReportRead, WorkReport
from .commenting import questions_on
from .duty import Duty
from .figures import sees
from .linking import Links, Read
from .scoring import means
from .team import Cell, columns


@dataclass(frozen=True)
class Square:
    """A person's period. `report` is None where there is none that the reader may see, or none that
    was looked for; `is_wanted` says whether the person has to write, `is_missing` whether a
    report should be there by now and is not."""

    person: Employee
    report: WorkReport | None
    written: Sequence[Read]
    figures: Sequence[Cell]
    is_read: bool
    is_wanted: bool
    is_missing: bool
    questions: int
    score: Decimal | None

    @property
    def name(self) -> str:
        return self.person.name


@dataclass(frozen=True)
class Row:
    period: Period
    squares: Sequence[Square]
    departments: Sequence[tuple[WorkReport, Sequence[Read]]] = ()

    @property
    def submitted(self) -> int:
        return sum(1 for one in self.squares if one.report and one.report.is_submitted)


def periods(last: Period, number: int) -> list[Period]:
    """So many periods up to this one, the last first."""
    found = [last]
    while len(found) < number:
        found.append(found[-1].previous())
    return found


def matrix(
    people: Sequence[Employee],
    shown: Sequence[Period],
    kind: ReportKind,
    *,
    reader: Employee,
    duty: Duty,
    words: str = "",
    is_scored: bool = False,
    units: Collection[int] = (),
) -> list[Row]:
    """The reports of these people and periods in three questions, however many there are. With
    `words` only reports that have them in any part, and only periods that have one."""
    if not people:
        return []
    known = reports_of(people, shown, kind, reader=reader)
    found = {(row.employee_id, row.start): row for row in with_words(known, words)}
    reads = ReportRead.objects.filter(report__in=found.values(), employee=reader)
    read = set(reads.values_list("report_id", flat=True))
    submitted = {(row.employee_id, row.start) for row in known if row.is_submitted}
    questions = questions_on(found.values())
    scores = means(found.values()) if is_scored else {}
    wide = with_words(of_departments(shown, kind, units=units, reader=reader), words)
    links = Links([*found.values(), *wide], reader=reader)
    keys = columns(reader)
    kinds = {key: catalogue.find(key).unit for key in keys}
    opens = {
        (key, period): drill_links(key, period=period, by=Dimension.EMPLOYEE)
        for key in keys
        for period in shown
    }
    seen = {one.pk: [key for key in keys if sees(key, one, reader)] for one in people}
    table = query(
        keys,
        period=Period(shown[-1].start, shown[0].end),
        by=[Dimension.EMPLOYEE, Dimension(PeriodKind(kind).value)],
        where={Dimension.EMPLOYEE: [person.pk for person in people]},
        visible_to=reader,
        with_total=False,
    )

    def square(person: Employee, period: Period) -> Square:
        place = (person.pk, period.start)
        report = found.get(place)
        values = table.row(*place).values
        figures = [
            Cell(key, int(values[key] or 0), opens[key, period](place[0]), kinds[key])
            for key in seen[place[0]]
        ]
        return Square(
            person,
            report,
            links.read(report) if report else [],
            figures,
            is_read=report is not None and report.pk in read,
            is_wanted=duty.is_wanted(person, period),
            is_missing=place not in submitted and duty.is_due(person, period),
            questions=questions.get(report.pk, 0) if report else 0,
            score=scores.get(report.pk) if report else None,
        )

    def row(period: Period) -> Row:
        told = [(one, links.read(one)) for one in wide if one.start == period.start]
        return Row(period, [square(person, period) for person in people], told)

    rows = [row(period) for period in shown]
    return [
        one
        for one in rows
        if not words or one.departments or any(square.report for square in one.squares)
    ]


def unread(rows: Sequence[Row], reader: Employee) -> int:
    """How many submitted reports of others the reader has not opened yet."""
    return sum(
        1
        for row in rows
        for one in row.squares
        if one.report and one.report.is_submitted and not one.is_read and one.person.pk != reader.pk
    )


def reports_of(
    people: Sequence[Employee], shown: Sequence[Period], kind: ReportKind, *, reader: Employee
) -> list[WorkReport]:
    """The reports that the reader may see of these people and periods."""
    rows = WorkReport.objects.visible_to(reader).filter(
        kind=kind,
        start__range=(shown[-1].start, shown[0].start),
        employee__in=[person.pk for person in people],
        of_department=None,
    )
    # What the page does not show: a thousand rows are read for it.
    hidden = ("snapshot", "created_at", "reopened_at", "submitted_at", "submitted_on", "version")
    return list(rows.defer(*hidden))


def of_departments(
    shown: Sequence[Period], kind: ReportKind, *, units: Collection[int], reader: Employee
) -> list[WorkReport]:
    """The reports of departments in these periods that the reader may see; of `units` alone, where
    there are any."""
    rows = WorkReport.objects.visible_to(reader).filter(
        kind=kind,
        start__range=(shown[-1].start, shown[0].start),
        of_department__isnull=False,
    )
    if units:
        rows = rows.filter(of_department__in=units)
    ordered = rows.select_related("of_department", "employee")
    return list(ordered.order_by("of_department__path"))


def with_words(reports: Sequence[WorkReport], words: str) -> list[WorkReport]:
    """Those that have the words in any part; all of them without words."""
    return [row for row in reports if _has(row, words)]


def _has(report: WorkReport, words: str) -> bool:
    text = "\n".join(line for _part, lines in report.written for line in lines)
    return words.casefold() in text.casefold()
