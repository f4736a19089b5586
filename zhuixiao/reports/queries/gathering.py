"""What a report starts from: the words of the shorter ones within it, and the plan before it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period

from ..choices import ReportKind, ReportState
from ..models import WorkReport

SHORTER = {ReportKind.WEEK: ReportKind.DAY, ReportKind.MONTH: ReportKind.WEEK}
# ISO 8601 counts a week to the month and year of its Thursday: so each is gathered once.
_TO_THURSDAY = timedelta(days=3)


def shorter(person: Employee, kind: ReportKind, period: Period) -> list[WorkReport]:
    """The person's dailies of a week, or the weeklies of a month, in the order of time; drafts as
    well, for these are the own words."""
    below = SHORTER.get(kind)
    if below is None:
        return []
    back = _TO_THURSDAY if below == ReportKind.WEEK else timedelta()
    rows = WorkReport.objects.filter(
        employee=person, kind=below, start__range=(period.start - back, period.end - back)
    )
    return list(rows.order_by("start"))


def of_people(person: Employee, kind: ReportKind, period: Period) -> list[WorkReport]:
    """The submitted reports of those who report to a head of departments: of their people, and of
    a department below only its own head's, which tells of the rest."""
    ids = _reporting_to(person)
    if not ids:
        return []
    rows = WorkReport.objects.visible_to(person).of_period(kind, period)
    found = rows.filter(employee__in=ids, state=ReportState.SUBMITTED)
    return list(found.select_related("employee").order_by("employee__department__path", "pk"))


def before(person: Employee, kind: ReportKind, period: Period) -> WorkReport | None:
    """The person's last report of the kind before the period, whose plan was for it."""
    rows = WorkReport.objects.filter(employee=person, kind=kind, start__lt=period.start)
    return rows.order_by("-start").first()


def _reporting_to(person: Employee) -> list[int]:
    """Ids of employees, without the person's own."""
    within = Q()
    for unit in Department.objects.filter(head=person, closed_at=None):
        within |= Q(path__startswith=unit.path)
    if not within:
        return []
    units = list(Department.objects.filter(within, closed_at=None))
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
