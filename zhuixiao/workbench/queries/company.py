"""A manager's day: numbers by department, who reported, what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period
from zhuixiao.kit.spans import Span
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_link, query

METRICS = (
    "activities.contacts",
    "activities.customers_contacted",
    "activities.verified_contacts",
    "customers.added",
    "customers.won",
    "orders.amount",
    "payments.amount",
)
# The times a manager looks at first; early in the morning that is yesterday.
SPANS = (Span.TODAY, Span.YESTERDAY, Span.WEEK, Span.MONTH)


@dataclass(frozen=True)
class Cell:
    """A figure that opens, in the unit of its metric."""

    value: int
    link: str
    unit: str


@dataclass(frozen=True)
class Line:
    """One department's figures of the day."""

    department: Department | None
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Numbers:
    """Figures of a period by department, with the total that is counted, not added."""

    labels: Sequence[object]
    lines: Sequence[Line]
    total: Sequence[Cell]


@dataclass(frozen=True)
class Overdue:
    """How many customers of a person wait for a planned contact that has passed, since when."""

    person: Employee
    count: int
    since: date


def numbers(reader: Employee, period: Period) -> Numbers:
    """The key figures by department that the reader may see."""
    rows = [catalogue.find(key) for key in METRICS]
    units = {row.key: row.unit for row in rows if catalogue.may_read(reader.access, row)}
    keys = list(units)
    if not keys:
        return Numbers((), (), ())
    table = query(keys, period=period, by=[Dimension.DEPARTMENT], visible_to=reader)
    departments = Department.objects.in_bulk([int(str(row.key[0])) for row in table.rows])
    lines = []
    for row in table.rows:
        pk = int(str(row.key[0]))
        where = {Dimension.DEPARTMENT: [pk]}
        cells = [
            Cell(int(row.values[key] or 0), drill_link(key, period=period, where=where), units[key])
            for key in keys
        ]
        lines.append(Line(departments.get(pk), cells))
    lines.sort(key=lambda line: line.department.path if line.department else "")
    total = [
        Cell(int(table.total.values[key] or 0), drill_link(key, period=period), units[key])
        for key in keys
    ]
    return Numbers([catalogue.get(key).label for key in keys], lines, total)


def overdue(reader: Employee, *, today: date) -> list[Overdue]:
    """Owners of customers whose next contact has passed, the longest list first.

    Counted as the one table filters them, so that a count opens to exactly these customers.
    """
    if not reader.access.may("customers", "view"):
        return []
    rows = (
        Customer.objects.visible_to(reader)
        .filter(next_contact_on__lt=today, owner__isnull=False)
        .values("owner")
        .annotate(count=Count("pk"), since=Min("next_contact_on"))
        .order_by("-count", "owner")[:20]
    )
    people = Employee.objects.in_bulk([row["owner"] for row in rows])
    return [Overdue(people[row["owner"]], row["count"], row["since"]) for row in rows]
