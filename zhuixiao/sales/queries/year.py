"""A year of gross margin by month, department and person, and what each head brings (S57)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company, Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind, day_of
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.ledger import names
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_link, query

from .. import metrics
from .whose import units_within

_COLUMNS = (metrics.SALES.key, metrics.MARGIN.key)
# The figures of _COLUMNS by their key.
Values = Mapping[str, int]


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
    sales: Cell
    margin: Cell

    @property
    def sales_per_head(self) -> int | None:
        return self.sales.value * 100 // self.heads if self.heads else None

    @property
    def margin_per_head(self) -> int | None:
        return self.margin.value * 100 // self.heads if self.heads else None


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
    table = query(_COLUMNS, period=period, by=by, visible_to=reader)
    months = period.split(PeriodKind.MONTH)
    sums: dict[tuple[int, int], dict[date, Values]] = {}
    for row in table.rows:
        month, unit, person = row.key
        assert isinstance(month, date)  # noqa: S101  (the first dimension is a time)
        place = (int(str(unit)), int(str(person)))
        sums.setdefault(place, {})[month] = {key: int(row.values[key] or 0) for key in _COLUMNS}
    values = {
        place: {month: row[metric] for month, row in rows.items()} for place, rows in sums.items()
    }
    units = in_tree_order(Department.objects.filter(pk__in={unit for unit, _person in sums}))
    people = names.of(Dimension.EMPLOYEE, {person for _unit, person in sums}, visible_to=reader)
    lines: list[Line] = []
    for unit in units:
        within = {person: rows for (pk, person), rows in values.items() if pk == unit.pk}
        where: dict[Dimension, list[int]] = {Dimension.DEPARTMENT: [unit.pk]}
        lines.append(_line(unit.name, metric, months, _added(within.values()), where, period))
        ranked = sorted(within, key=lambda pk: (-sum(within[pk].values()), pk))
        for pk in ranked:
            own = {**where, Dimension.EMPLOYEE: [pk]}
            name = people.get(pk) or _("Nobody")
            lines.append(_line(name, metric, months, within[pk], own, period, is_person=True))
    return Year(
        months=months,
        lines=lines,
        total=_line(_("Total"), metric, months, _added(values.values()), {}, period),
        staff=_staff(sums, units, period, today=today, reader=reader),
    )


def _added(rows: Collection[Mapping[date, int]]) -> dict[date, int]:
    """What several hold together, by month."""
    added: dict[date, int] = {}
    for row in rows:
        for month, value in row.items():
            added[month] = added.get(month, 0) + value
    return added


def _line(
    name: str,
    metric: str,
    months: Sequence[Period],
    values: Mapping[date, int],
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


def _staff(
    sums: Mapping[tuple[int, int], Mapping[date, Values]],
    units: Sequence[Department],
    period: Period,
    *,
    today: date,
    reader: Employee,
) -> list[Staff]:
    """Head count, sales and margin per head of each department that the reader sees whole: what
    one of ten sold says nothing by head.

    A head counts for each month from its account or its first sale of the year on, whichever was
    first, until it left. Where people were before a move within the company is not known: they
    count where they are (or were last).
    """
    first_sales: dict[int, date] = {}
    totals: dict[int, Values] = {}
    for (unit, person), rows in sums.items():
        first_sales[person] = min(*rows, first_sales.get(person, date.max))
        held = totals.setdefault(unit, dict.fromkeys(_COLUMNS, 0))
        totals[unit] = {key: held[key] + sum(row[key] for row in rows.values()) for key in _COLUMNS}
    months = [part for part in period.split(PeriodKind.MONTH) if part.start <= today]
    seen = set(units_within(reader, metrics.ORDERS).values_list("pk", flat=True))
    zone = Company.objects.get().zone
    worked: dict[int, int] = {}
    people = Employee.objects.filter(department__in=seen)
    for pk, unit, created, left in people.values_list("pk", "department", "created_at", "left_at"):
        opened = day_of(created, zone)
        came, went = min(opened, first_sales.get(pk, opened)), day_of(left, zone) if left else None
        worked[unit] = worked.get(unit, 0) + sum(
            1 for part in months if came <= part.end and (went is None or went >= part.start)
        )
    return [
        Staff(
            unit.name,
            worked.get(unit.pk, 0) * 100 // len(months) if months else 0,
            *(
                Cell(
                    totals[unit.pk][key],
                    drill_link(key, period=period, where={Dimension.DEPARTMENT: [unit.pk]}),
                )
                for key in _COLUMNS
            ),
        )
        for unit in units
        if unit.pk in seen
    ]
