"""What a report starts from: the words of the shorter ones within it, and the plan before it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period

from ..choices import ReportKind, ReportState
from ..models import WorkReport

SHORTER = {ReportKind.WEEK: ReportKind.DAY, ReportKind.MONTH: ReportKind.WEEK}
# ISO 8601 counts a week to the month and year of its Thursday: so each is gathered once.
_TO_THURSDAY = timedelta(days=3)


def shorter(
    person: Employee, kind: ReportKind, period: Period, *, of: Department | None = None
) -> list[WorkReport]:
    """The person's, or the department's, dailies of a week, or the weeklies of a month, in the
    order of time; drafts as well, for these are the own words."""
    below = SHORTER.get(kind)
    if below is None:
        return []
    back = _TO_THURSDAY if below == ReportKind.WEEK else timedelta()
    span = (period.start - back, period.end - back)
    rows = _told_by(person, of).filter(kind=below, start__range=span)
    return list(rows.order_by("start"))


def of_people(
    person: Employee, kind: ReportKind, period: Period, *, of: Department | None = None
) -> list[WorkReport]:
    """The submitted reports of those who report to a head of departments: of their people, and of
    a department below only its own head's, which tells of the rest. For the report `of` a
    department those of the departments below come first, and stand for their people."""
    if of is not None:
        return _within(of, person, kind, period)
    ids = _reporting_to(Department.objects.filter(head=person, closed_at=None), person)
    if not ids:
        return []
    rows = WorkReport.objects.visible_to(person).of_period(kind, period)
    found = rows.filter(employee__in=ids, state=ReportState.SUBMITTED)
    return list(found.select_related("employee").order_by("employee__department__path", "pk"))


def before(
    person: Employee, kind: ReportKind, period: Period, *, of: Department | None = None
) -> WorkReport | None:
    """The person's, or the department's, last report of the kind before the period, whose plan was
    for it."""
    rows = _told_by(person, of).filter(kind=kind, start__lt=period.start)
    return rows.order_by("-start").first()


def _told_by(person: Employee, of: Department | None) -> QuerySet[WorkReport]:
    if of is not None:
        return WorkReport.objects.filter(of_department=of)
    return WorkReport.objects.filter(of_department=None, employee=person)


def _within(of: Department, person: Employee, kind: ReportKind, period: Period) -> list[WorkReport]:
    """The words that a report of a department is made of: the nearest departments below that wrote
    one, the other people, and the head's own."""
    rows = WorkReport.objects.visible_to(person).filter(
        kind=kind, start=period.start, state=ReportState.SUBMITTED
    )
    below = rows.filter(of_department__path__startswith=of.path).exclude(of_department=of)
    nearest: list[WorkReport] = []
    for row in below.select_related("of_department").order_by("of_department__path"):
        if not any(_is_below(row.of_department, one.of_department) for one in nearest):
            nearest.append(row)
    ids = _reporting_to([of], person, without=[row.of_department for row in nearest])
    own = rows.filter(of_department=None, employee__in=[*ids, person.pk])
    people = own.select_related("employee").order_by("employee__department__path", "pk")
    return [*nearest, *people]


def _is_below(unit: Department | None, other: Department | None) -> bool:
    return bool(unit and other and unit.path.startswith(other.path))


def _reporting_to(
    tops: Iterable[Department], person: Employee, *, without: Sequence[Department | None] = ()
) -> list[int]:
    """Ids of employees of these departments and all below, without the person's own and those of
    departments that are told of already."""
    within = Q()
    for unit in tops:
        within |= Q(path__startswith=unit.path)
    if not within:
        return []
    found = Department.objects.filter(within, closed_at=None)
    units = [unit for unit in found if not any(_is_below(unit, one) for one in without)]
    others = [unit for unit in units if unit.head_id not in {None, person.pk}]

    def is_told(unit: Department, *, by_itself: bool) -> bool:
        """Whether a head below the person tells of the unit."""
        return any(
            unit.path.startswith(other.path) and (by_itself or unit.pk != other.pk)
            for other in others
        )

    own = [unit.pk for unit in units if not is_told(unit, by_itself=True)]
    heads = [unit.head_id for unit in others if not is_told(unit, by_itself=False)]
    people = Employee.objects.active().filter(Q(department__in=own) | Q(pk__in=heads))
    return list(people.exclude(pk=person.pk).values_list("pk", flat=True))


def told(parts: Sequence[WorkReport]) -> list[str]:
    """All sentences of the summaries, each once, in the order of time."""
    return list(dict.fromkeys(line for part in parts for line in part.summary))


def planned(parts: Sequence[WorkReport]) -> list[str]:
    """What the last of them still plans."""
    return list(parts[-1].plan) if parts else []
