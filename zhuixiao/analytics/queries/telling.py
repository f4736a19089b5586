"""A summary table in a few lines of plain text, for a mail or a message."""

from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.kit.templatetags.numbers import figure

from ..models import SummaryTable
from . import figures
from .grid import Cell, Grid, Line

_MOST_LINES = 5


def tell(
    table: SummaryTable, *, reader: Employee, today: date, period: Period | None = None
) -> list[str]:
    """Title, period, totals and the first rows, as this reader may see them, in the language that
    is active; `period` takes the place of the table's own. Reads only, and a table that cannot be
    read says why."""
    asked = table.definition
    try:
        grid = figures.grid(asked, reader=reader, today=today, period=period)
    except RuleError as refused:
        days = period or asked.period(today)
        return [table.name, days.label(), str(refused.message)]
    lines = [table.name, _days(grid)]
    lines += [f"{label}: {_(', ').join(names)}" for label, names in grid.words]
    if not grid.lines:
        return [*lines, _("Nothing happened in this time."), *grid.notes]
    if grid.total is not None:
        lines.append(_told(grid, grid.total))
    whole = grid.whole
    lines += [
        f"{number}. {_told(grid, line)}" for number, line in enumerate(whole[:_MOST_LINES], 1)
    ]
    if len(whole) > _MOST_LINES:
        lines.append(_("… and %(n)d more rows") % {"n": len(whole) - _MOST_LINES})
    return [*lines, *grid.notes]


def _days(grid: Grid) -> str:
    if grid.compared is None:
        return grid.period.label()
    return _("%(period)s, compared with %(before)s") % {
        "period": grid.period.label(),
        "before": grid.compared.label(),
    }


def _told(grid: Grid, line: Line) -> str:
    """The name, and each number of the whole period with its change; where there are only columns,
    their numbers."""
    sums = [place for place, head in enumerate(grid.heads) if head.is_sum or not head.group]
    places = sums or range(len(grid.heads))
    parts: list[str] = []
    for place in places:
        head, cell = grid.heads[place], line.cells[place]
        if head.kind == "value":
            column = "" if sums else f"{head.group} "
            parts.append(f"{column}{head.label} {figure(cell.value, head.unit)}")
        elif head.kind == "change" and cell.value is not None:
            parts[-1] += f" ({_signed(cell)})"
    return f"{line.names[0]}: {_(', ').join(parts)}"


def _signed(cell: Cell) -> str:
    text = figure(cell.value, "percent")
    return text if text.startswith("-") else f"+{text}"
