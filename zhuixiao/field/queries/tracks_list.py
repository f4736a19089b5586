"""The list of positions: who was where when, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog import regions
from zhuixiao.kit.geo import Position

from ..models import Fix
from ..models.fixes import FixQuerySet
from ..tracks_choices import MARK_LABELS

# Places so near to each other (1.1 km) have the same name.
_SAME = 2


@dataclass(frozen=True)
class Filter:
    """What the list asks for; None means any."""

    employee_ids: Sequence[int] = ()
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class Row:
    """A position with its person and the name of its place, "" where none is known."""

    fix: Fix
    employee: Employee
    place: str

    @property
    def marks(self) -> list[object]:
        """What is odd about it, in words."""
        return [label for mark, label in MARK_LABELS.items() if self.fix.marks & mark]


def listed(chosen: Filter, *, reader: Employee) -> FixQuerySet:
    """The positions that the reader may see, newest first."""
    rows = Fix.objects.visible_to(reader)
    if chosen.employee_ids:
        rows = rows.of(chosen.employee_ids)
    if chosen.start:
        rows = rows.filter(at__gte=chosen.start)
    if chosen.end:
        rows = rows.filter(at__lt=chosen.end)
    return rows.order_by("-at", "-pk")


def rows(fixes: Iterable[Fix], *, today: date) -> list[Row]:
    """The rows of one page: names are looked up for these alone."""
    found = list(fixes)
    people = Employee.objects.in_bulk({fix.employee_id for fix in found})
    names = place_names([fix.place for fix in found], today=today)
    return [Row(fix, people[fix.employee_id], name) for fix, name in zip(found, names, strict=True)]


def place_names(places: Sequence[Position], *, today: date) -> list[str]:
    """The nearest district of each place, "" far from all of them."""
    keys = [(round(one.longitude, _SAME), round(one.latitude, _SAME)) for one in places]
    known = regions.nearest(set(keys), today=today)
    return [known[key].full_name if key in known else "" for key in keys]
