"""The file of a list, with the mark of who took it, and its row of the audit log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.exporting.making import about, logged
from zhuixiao.kit.sheets import Cell, write_xlsx

from .lists import LISTINGS, Listing, Params

# What an export is called in the audit log.
AUDITED = "sales_export"
_CHUNK = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wish:
    """A list by the filters in its address, as it was read on a day."""

    listing: Listing
    params: Params
    today: date

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Self:
        day = date.fromisoformat(payload["today"])
        return cls(LISTINGS[payload["list"]], payload["params"], day)

    def as_json(self) -> dict[str, Any]:
        return {
            "list": self.listing.key,
            "params": dict(self.params),
            "today": self.today.isoformat(),
        }

    def count(self, reader: Employee) -> int:
        """How many rows it is."""
        return self.listing.rows(reader, self.params, self.today).count()

    def selection(self, reader: Employee) -> str:
        return self.listing.selection(reader, self.params)


def write(*, by: Actor, wish: Wish, path: Path, progress: Progress) -> int:
    """Write what the person sees of the list; returns how many rows. Raises NotAllowed, SheetError
    (more rows than a sheet holds)."""
    access = by.employee.access
    access.check(wish.listing.module, "export")
    total = wish.count(by.employee)
    columns = wish.listing.columns(access)
    found = wish.listing.rows(by.employee, wish.params, wish.today)

    def rows() -> Iterator[list[Cell]]:
        for number, row in enumerate(found.iterator(chunk_size=_CHUNK), start=1):
            yield [column.cell(row) for column in columns]
            if number % _CHUNK == 0:
                progress(min(number, total), total)

    mark = about(
        by=by,
        what=str(wish.listing.label),
        total=total,
        selection=wish.selection(by.employee),
    )
    header = [str(column.label) for column in columns]
    return write_xlsx(path, header, rows(), sheet=str(wish.listing.label), more={_("About"): mark})


def log(*, by: Actor, wish: Wish, path: Path, count: int) -> AuditEntry:
    """The row of the audit log."""
    columns = [str(column.label) for column in wish.listing.columns(by.employee.access)]
    return logged(
        by=by,
        kind=AUDITED,
        label=str(wish.listing.label),
        path=path,
        rows=count,
        what=wish.listing.key,
        filter=wish.selection(by.employee),
        columns=columns,
    )
