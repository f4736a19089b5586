"""Reading notices and jobs the way the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.models import Job, JobQuerySet

from .. import kinds
from ..models import Notice


@dataclass(frozen=True)
class Group:
    """The notices about one customer, newest first; no heading for those about none."""

    heading: kinds.Heading | None
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """What a person was told on one day of the company."""

    day: date
    groups: Sequence[Group]

    @property
    def open_ids(self) -> list[int]:
        """Those that are not yet put away."""
        return [row.pk for group in self.groups for row in group.notices if row.done_at is None]


def by_day(reader: Employee, notices: Iterable[Notice]) -> list[Day]:
    """Notices by day, within a day by customer, in the order of the first of each."""
    rows = list(notices)
    headings = kinds.headings(reader, {row.customer_id for row in rows if row.customer_id})
    days: dict[date, dict[int, Group]] = {}
    for row in rows:
        heading = headings.get(row.customer_id)
        groups = days.setdefault(timezone.localdate(row.created_at), {})
        key = row.customer_id if heading else 0
        groups.setdefault(key, Group(heading)).notices.append(row)
    return [Day(day, list(groups.values())) for day, groups in days.items()]


def jobs_visible_to(employee: Employee) -> JobQuerySet:
    """The own jobs; whoever manages the organisation sees everybody's and the system's."""
    if not employee.is_active:
        return Job.objects.none()
    if employee.access.may("accounts", "manage"):
        return Job.objects.all()
    return Job.objects.of_person(employee.pk)
