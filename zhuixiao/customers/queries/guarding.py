"""What people read: limits of a role, figures by person and day, what one person did."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from zhuixiao.accounts.models import AuditEntry, AuditQuerySet, Company, Employee, Role
from zhuixiao.kit.models import Job
from zhuixiao.kit.periods import Period, day_of

from ..models import Reading

LIMITS, WATERMARK = "customers.limits", "accounts.watermark"
KINDS = ("views", "reveals", "rows")
EXPORT_JOB = "customers.export"
# All jobs that take a list away, which share the limits of a day; other apps add theirs.
EXPORT_JOBS = {EXPORT_JOB}
_UNLIMITED = {"boss", "admin"}


@dataclass(frozen=True)
class Limits:
    """What a person may do a day; None is without a limit."""

    views: int | None = 500
    reveals: int | None = 200
    exports: int | None = 20
    rows: int | None = 50_000


@dataclass
class Day:
    """What one person read on one day; `rows` are exported customers."""

    views: int = 0
    reveals: int = 0
    exports: int = 0
    rows: int = 0


def limits_of(company: Company, employee: Employee) -> Limits:
    """What holds for this person today."""
    return limits_of_role(company, employee.role)


def limits_of_role(company: Company, role: Role) -> Limits:
    """As set; the boss and administrators have none of their own accord."""
    held: Mapping[str, Any] = company.settings.get(LIMITS, {}).get(str(role.pk))
    if held is None:
        is_free = role.default_key in _UNLIMITED
        return Limits(None, None, None, None) if is_free else Limits()
    return Limits(**{field.name: held.get(field.name) for field in fields(Limits)})


def figures(days: Period, zone: ZoneInfo) -> dict[int, dict[date, Day]]:
    """What everybody read on each of these days: by employee's id and day."""
    found: dict[int, dict[date, Day]] = defaultdict(lambda: defaultdict(Day))
    opened = Reading.objects.filter(day__gte=days.start, day__lte=days.end)
    for person, day, number in opened.values_list("employee", "day").annotate(Count("pk")):
        found[person][day].views = number
    for row in _logged(days, zone).values("employee_id", *_READ):
        _count(found[row["employee_id"]][day_of(row["at"], zone)], row)
    return found


def exported(changes: Mapping[str, Any]) -> int:
    """How many customers an export of the audit log held."""
    rows = changes.get("rows", [None, 0])[1]
    return rows if isinstance(rows, int) else 0


def today_of(employee: Employee, *, at: datetime, zone: ZoneInfo) -> Day:
    """What one person has revealed and exported so far today; views are counted apart."""
    day = day_of(at, zone)
    return figures_of(employee, Period(day, day), zone)[day]


def waiting(employee: Employee) -> Day:
    """Exports of one person that have begun and are not logged yet."""
    jobs = Job.objects.open().of_person(employee.pk).filter(kind__in=EXPORT_JOBS)
    rows = [payload["rows"] for payload in jobs.values_list("payload", flat=True)]
    return Day(exports=len(rows), rows=sum(rows))


def figures_of(employee: Employee, days: Period, zone: ZoneInfo) -> dict[date, Day]:
    """`figures` of one person, with the days on which there was nothing."""
    found = {days.start + timedelta(days=n): Day() for n in range(days.days)}
    opened = Reading.objects.filter(employee=employee, day__gte=days.start, day__lte=days.end)
    for day, number in opened.values_list("day").annotate(Count("pk")):
        found[day].views = number
    for row in _logged(days, zone, employee).values(*_READ):
        _count(found[day_of(row["at"], zone)], row)
    return found


_READ = ("at", "action", "changes")


def _logged(days: Period, zone: ZoneInfo, employee: Employee | None = None) -> AuditQuerySet:
    """What was revealed and exported; asked apart, as the two indexes of the log are."""
    first, end = days.instants(zone)
    rows = AuditEntry.objects.filter(at__gte=first, at__lt=end)
    rows = rows.filter(employee=employee) if employee else rows
    revealed: AuditQuerySet = rows.filter(action="reveal")
    return revealed.union(rows.filter(action="export"), all=True)


def _count(held: Day, row: Mapping[str, Any]) -> None:
    if row["action"] == "reveal":
        held.reveals += 1
    else:
        held.exports += 1
        held.rows += exported(row["changes"])
