"""Reading notices and jobs the way the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.models import Job, JobQuerySet

from . import kinds
from .models import Notice


@dataclass(frozen=True)
class Group:
    """The notices about one customer, newest first; no heading for those about none."""

    heading: kinds.Heading | None
    notices: list[Notice] = field(default_factory=list)


def grouped(reader: Employee, notices: Iterable[Notice]) -> list[Group]:
    """Notices by customer, in the order of each customer's first one."""
    rows = list(notices)
    headings = kinds.headings(reader, {row.customer_id for row in rows if row.customer_id})
    groups: dict[int, Group] = {}
    for row in rows:
        heading = headings.get(row.customer_id)
        key = row.customer_id if heading else 0
        groups.setdefault(key, Group(heading)).notices.append(row)
    return list(groups.values())


def jobs_visible_to(employee: Employee) -> JobQuerySet:
    """The own jobs; whoever manages the organisation sees everybody's and the system's."""
    if not employee.is_active:
        return Job.objects.none()
    if employee.access.may("accounts", "manage"):
        return Job.objects.all()
    return Job.objects.of_person(employee.pk)
