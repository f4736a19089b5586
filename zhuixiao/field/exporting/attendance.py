"""The month table as a file, by the ways of every list: limits, approval, audit."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.sheets import Cell
from zhuixiao.kit.typed import whole
from zhuixiao.ledger import catalogue
from zhuixiao.sales.exporting.lists import Column, Listing, Params, register

from ..attendance.terms import clock
from ..choices.attendance import DayState
from ..models import AttendanceDay
from ..queries import attendance_table
from ..queries.attendance_table import SUMS, Line

KEY = "attendance"
MOST_DAYS = 31


class _Lines:
    """A list that an export walks through."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def count(self) -> int:
        return len(self._lines)

    def iterator(self, chunk_size: int) -> Iterator[Line]:
        return iter(self._lines)


class TableForm(forms.Form):
    """What was chosen, in words: for the log and for who has to agree."""

    month = forms.CharField(label=pgettext_lazy("period", "Month"))
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), required=False
    )


def _rows(reader: Employee, asked: Params, _today: date) -> _Lines:
    period = Period.of(PeriodKind.MONTH, date.fromisoformat(f"{asked['month']}-01"))
    unit = Department.objects.filter(pk=whole(asked.get("department", "")) or 0).first()
    shown = attendance_table.people(reader, unit)
    return _Lines(attendance_table.table(reader, period, shown).lines)


def _columns(access: Access) -> list[Column]:
    keys = [one for one in SUMS if catalogue.may_read(access, one)]
    return [
        Column(_("Employee"), lambda line: line.person.name),
        Column(_("Department"), lambda line: line.person.department.name),
        *(Column(str(number + 1), _day(number)) for number in range(MOST_DAYS)),
        *(Column(one.label, _sum(number)) for number, one in enumerate(keys)),
    ]


def _day(number: int) -> Callable[[Line], Cell]:
    def cell(line: Line) -> Cell:
        row = line.cells[number] if number < len(line.cells) else None
        return told(row) if row else None

    return cell


def _sum(number: int) -> Callable[[Line], Cell]:
    def cell(line: Line) -> Cell:
        one = line.sums[number]
        return float(one.metric.in_units(int(one.value or 0)))

    return cell


def told(row: AttendanceDay) -> str:
    """A day in words: its state, and when the person came and left."""
    times = "–".join(clock(one) for one in (row.came, row.left) if one is not None)
    is_plain = row.state == DayState.NORMAL
    return " ".join(part for part in ("" if is_plain else str(row.state.label), times) if part)


def wire() -> None:
    """Called once, in AppConfig.ready()."""
    register(
        Listing(
            key=KEY,
            label=_("Month table of attendance"),
            module="attendance",
            url="field:attendance-table",
            form=lambda _reader, asked: TableForm(asked),
            rows=_rows,
            columns=_columns,
        )
    )
