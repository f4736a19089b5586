"""A year of gross margin by month, department and person, and what each head brings (S57)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_link, query

from .. import metrics

_COLUMNS = (metrics.SALES.key, metrics.MARGIN.key)


@dataclass(frozen=True)
class Cell:
    value: int
    link: str


@dataclass(frozen=True)
class Line:
    """A department, or one of its people, by month; the last cell is the year."""

    name: str
    is_person: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Staff:
    """`heads` is the average number of people over the months that have begun, in hundredths."""

    name: str
    heads: int
    sales: int
    margin: int
    link: str

    @property
    def sales_per_head(self) -> int | None:
        return self.sales * 100 // self.heads if self.heads else None

    @property
    def margin_per_head(self) -> int | None:
        return self.margin * 100 // self.heads if self.heads else None


@dataclass(frozen=True)
class Year:
    months: Sequence[Period]
    lines: Sequence[Line]
    total: Line
    staff: Sequence[Staff]


def year(number: int, *, today: date, reader: Employee, metric: str = metrics.MARGIN.key) -> Year:
    """The margin (or the sales) of a calendar year. Raises NotAllowed without the right to it."""
    period = Period.of(PeriodKind.YEAR, date(number, 1, 1))
    by = [Dimension.MONTH, Dimension.DEPARTMENT, Dimension.EMPLOYEE]
    table = query([metric], period=period, by=by, visible_to=reader)
    months = period.split(PeriodKind.MONTH)
    sums: dict[tuple[int, int], dict[date, int]] = {}
    for row in table.rows:
        month, unit, person = row.key
        place = (int(str(unit)), int(str(person)))
        assert isinstance(month, date)  # noqa: S101  (the first dimension is a time)
        sums.setdefault(place, {})[month] = int(row.values[metric] or 0)
    units = in_tree_order(Department.objects.filter(pk__in={unit for unit, _person in sums}))
    people = dict(
        Employee.objects.filter(pk__in={person for _unit, person in sums}).values_list("pk", "name")
    )
    lines: list[Line] = []
    for unit in units:
        within = {person: values for (pk, person), values in sums.items() if pk == unit.pk}
        where: dict[Dimension, list[int]] = {Dimension.DEPARTMENT: [unit.pk]}
        added = {part.start: sum(v.get(part.start, 0) for v in within.values()) for part in months}
        lines.append(_line(unit.name, metric, months, added, where, period))
        ranked = sorted(within, key=lambda pk: (-sum(within[pk].values()), pk))
        for pk in ranked:
            own = {**where, Dimension.EMPLOYEE: [pk]}
            name = people.get(pk) or _("Nobody")
            lines.append(_line(name, metric, months, within[pk], own, period, is_person=True))
    whole = {part.start: sum(v.get(part.start, 0) for v in sums.values()) for part in months}
    return Year(
        months=months,
        lines=lines,
        total=_line(_("Total"), metric, months, whole, {}, period),
        staff=_staff(period, today=today, reader=reader),
    )


def _line(
    name: str,
    metric: str,
    months: Sequence[Period],
    values: dict[date, int],
    where: dict[Dimension, list[int]],
    period: Period,
    *,
    is_person: bool = False,
) -> Line:
    cells = [
        Cell(values.get(part.start, 0), drill_link(metric, period=part, where=where))
        for part in months
    ]
    whole = Cell(sum(values.values()), drill_link(metric, period=period, where=where))
    return Line(name, is_person, [*cells, whole])


def _staff(period: Period, *, today: date, reader: Employee) -> list[Staff]:
    """Head count, sales and margin per head of each department.

    A head counts for each month from its account or its first sale of the year on, whichever was
    first, until it left. Where people were before a move within the company is not known: they
    count where they are (or were last).
    """
    by = [Dimension.MONTH, Dimension.DEPARTMENT, Dimension.EMPLOYEE]
    table = query(_COLUMNS, period=period, by=by, visible_to=reader)
    first_sales: dict[int, date] = {}
    sums: dict[int, list[int]] = {}
    for row in table.rows:
        month, unit, person = row.key
        assert isinstance(month, date)  # noqa: S101  (the first dimension is a time)
        first_sales.setdefault(int(str(person)), month)
        added = sums.setdefault(int(str(unit)), [0, 0])
        for place, key in enumerate(_COLUMNS):
            added[place] += int(row.values[key] or 0)
    months = [part for part in period.split(PeriodKind.MONTH) if part.start <= today]
    worked: dict[int, int] = {}
    people = Employee.objects.known_to(reader)
    for pk, unit, created, left in people.values_list("pk", "department", "created_at", "left_at"):
        came = min(created.date(), first_sales.get(pk, created.date()))
        worked[unit] = worked.get(unit, 0) + sum(
            1 for part in months if came <= part.end and (left is None or left.date() >= part.start)
        )
    return [
        Staff(
            unit.name,
            worked.get(unit.pk, 0) * 100 // len(months) if months else 0,
            sums[unit.pk][0],
            sums[unit.pk][1],
            drill_link(metrics.MARGIN.key, period=period, where={Dimension.DEPARTMENT: [unit.pk]}),
        )
        for unit in in_tree_order(Department.objects.filter(pk__in=sums))
    ]
