"""The file of a summary table, with the mark of who took it, and its row of the audit log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.actions import guarding
from zhuixiao.customers.exporting.making import about, logged
from zhuixiao.kit import sheets
from zhuixiao.kit.money import to_decimal
from zhuixiao.ledger.catalogue import THOUSANDTHS, Value

from ..choices import Split
from ..definition import Definition
from ..queries import figures
from ..queries.grid import Grid, Head, Line

# What an export is called in the audit log.
AUDITED = "summary_export"


@dataclass(frozen=True)
class Wish:
    """A table as it was composed when it was asked for, read on a day."""

    name: str
    asked: Definition
    today: date

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        day = date.fromisoformat(payload["today"])
        return cls(payload["name"], Definition.of(payload["asked"]), day)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "asked": self.asked.as_json(),
            "today": self.today.isoformat(),
        }

    def grid(self, reader: Employee) -> Grid:
        return figures.grid(self.asked, reader=reader, today=self.today)

    def selection(self, grid: Grid) -> str:
        """Numbers, period and filters in words; never the name of a customer, who may be erased
        one day, or be hidden from who reads this."""
        numbers = _(", ").join(str(row.label) for row in grid.metrics)
        told = [f"{label}: {_(', ').join(names)}" for label, names in self._words(grid)]
        return "; ".join([self.name, numbers, grid.period.label(), *told])

    def _words(self, grid: Grid) -> list[tuple[str, list[str]]]:
        customers = str(Split.CUSTOMER.label)
        return [
            (label, [str(len(names))] if label == customers else list(names))
            for label, names in grid.words
        ]


def check(by: Actor, wish: Wish) -> None:
    """Whether the person may take such tables away at all; one that names customers needs the right
    to export those too. Raises NotAllowed, TooMuch."""
    guarding.check_may_export(by=by, module="analytics")
    if Split.CUSTOMER in wish.asked.rows:
        by.employee.access.check("customers", "export")


def may_still_fetch(employee: Employee, entry: AuditEntry) -> bool:
    """Whether the rights hold with which a file was made; a log that does not say how its rows
    were split may be of customers."""
    _before, splits = entry.changes.get("splits", (None, [Split.CUSTOMER.value]))
    modules = ["analytics", *(["customers"] if Split.CUSTOMER in splits else [])]
    return all(employee.access.may(module, "export") for module in modules)


def write(*, by: Actor, wish: Wish, grid: Grid, path: Path) -> int:
    """Write what the person sees on the page; returns how many rows. Raises SheetError."""
    mark = about(by=by, what=_("Rows"), total=len(grid.lines), selection=wish.selection(grid))
    sheets.write_xlsx(
        path,
        [*grid.labels, *map(head_text, grid.heads)],
        rows(grid),
        sheet=_("Summary table"),
        more={_("About"): mark + [[note] for note in grid.notes]},
    )
    return len(grid.lines)


def log(*, by: Actor, wish: Wish, grid: Grid, path: Path) -> AuditEntry:
    """The row of the audit log."""
    return logged(
        by=by,
        kind=AUDITED,
        label=wish.name,
        path=path,
        rows=len(grid.lines),
        splits=[str(split) for split in wish.asked.splits],
        filter=wish.selection(grid),
        columns=[*grid.labels, *map(head_text, grid.heads)],
    )


def head_text(head: Head) -> str:
    """The two rows of a head in one; a percentage says so, as its numbers do not."""
    label = f"{head.group} {head.label}" if head.group else head.label
    return f"{label} (%)" if head.unit == "percent" else label


def rows(grid: Grid) -> Iterator[list[sheets.Cell]]:
    """The lines and, last, the total."""
    for line in [*grid.lines, *([grid.total] if grid.total and grid.lines else [])]:
        yield _row(grid, line)


def _row(grid: Grid, line: Line) -> list[sheets.Cell]:
    names = [*line.names, *[""] * (len(grid.labels) - len(line.names))]
    return [*names, *(_number(cell.value, head.unit) for head, cell in line.pairs)]


def _number(value: Value, unit: str) -> sheets.Cell:
    """Money in whole units, goods as counted, a percentage as a number."""
    if value is None:
        return None
    match unit:
        case "money":
            return float(to_decimal(int(value)))
        case "quantity":
            return float(value) / THOUSANDTHS
        case "percent":
            return float(value) / 100
        case "number":
            return float(value)
        case _:
            return int(value)
