"""The rows of the one table: a page by place, or a page by number, never more than is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import day_of

from ..fields import Field, Kind
from ..models import Collaborator, Contact, Customer, CustomerQuerySet
from . import cursors, paging, recycling
from .derived import columns_of, difference
from .labels import Labels, is_labelled
from .paging import Row
from .shown import showing
from .sorting import Key

MOST_ROWS = 200
_LINKS = {Kind.PRODUCTS: ("products", "product_id"), Kind.OPTIONS: ("tags", "option_id")}


@dataclass(frozen=True)
class TableRow:
    """One customer: its cells are in the order of the asked columns, hidden and masked already."""

    pk: int
    version: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class TablePage:
    """Rows, the names behind their ids, and the place of the next page ("" at the end)."""

    rows: list[TableRow]
    labels: Labels
    next: str = ""


@dataclass(frozen=True)
class Reading:
    """Who reads which columns, and what today is; phones are masked unless `full`."""

    reader: Employee
    columns: Sequence[Field]
    today: date
    zone: ZoneInfo
    full: bool = False
    labels: Labels = field(default_factory=Labels)


def page(
    reading: Reading,
    *,
    conditions: Q,
    sort: Sequence[Key],
    after: str = "",
    limit: int = 50,
) -> TablePage:
    """The customers that the reader may see and that meet the conditions, behind the place `after`.

    Raises BadCursor.
    """
    place = cursors.decode(after, sort) if after else None
    rows, has_more = paging.page(
        matching(reading.reader, conditions),
        keys=sort,
        names=_names(reading.columns),
        after=place,
        limit=min(limit, MOST_ROWS),
    )
    following = cursors.encode(rows[-1], sort) if has_more else ""
    return TablePage(table_rows(reading, rows), reading.labels, following)


def numbered(
    reading: Reading, *, conditions: Q, sort: Sequence[Key], first: int, limit: int
) -> TablePage:
    """`limit` customers from the `first` on (0 is the top), for pages by number.

    The ids alone are skipped over, so a far page reads no rows but its own.
    """
    found = paging.in_one_order(matching(reading.reader, conditions), sort)
    ids = list(found.values_list("pk", flat=True)[first : first + limit])
    return TablePage(of_ids(reading, ids), reading.labels)


def of_ids(reading: Reading, ids: Sequence[int]) -> list[TableRow]:
    """These customers, as far as the reader may see them, in the order of `ids`."""
    found = matching(reading.reader, Q(pk__in=ids)).values("pk", *_names(reading.columns))
    by_id = {row["pk"]: row for row in found}
    return table_rows(reading, [by_id[pk] for pk in ids if pk in by_id])


def matching(reader: Employee, conditions: Q) -> CustomerQuerySet:
    """The customers behind the table."""
    return Customer.objects.visible_to(reader).filter(conditions)


def table_rows(reading: Reading, rows: Sequence[Row]) -> list[TableRow]:
    """Raw rows as the reader may see them; learns the names behind their ids."""
    makers = [_maker(reading, column, rows) for column in reading.columns]
    made = [
        TableRow(row["pk"], row["version"], tuple(make(row) for make in makers)) for row in rows
    ]
    reading.labels.load(
        (column, row.cells[place])
        for place, column in enumerate(reading.columns)
        if is_labelled(column.kind)
        for row in made
    )
    return made


def _names(columns: Sequence[Field]) -> list[str]:
    names = {name for column in columns for name in columns_of(column)}
    if any(column.custom for column in columns):
        names.add("extra")
    if any(column.kind == Kind.DAYS_LEFT for column in columns):
        names.update(recycling.LOOKED_AT)
    return sorted(names | {"version"})


def _maker(  # noqa: PLR0911
    reading: Reading, column: Field, rows: Sequence[Row]
) -> Callable[[Row], Any]:
    """What makes the cell of a column out of a row; what is the same for all rows is done here."""
    show = showing(column, reading.reader.access, full=reading.full)
    key, name = column.key, column.column
    if column.kind in _LINKS:
        links = _linked(column, rows)
        return lambda row: show(links.get(row["pk"], []))
    if column.kind in _PEOPLE:
        people = _PEOPLE[column.kind](rows)
        return lambda row: show(people.get(row["pk"], []))
    if column.custom is not None:
        return lambda row: show(row["extra"].get(key))
    if column.added is not None:
        held = column.added.load([row["pk"] for row in rows], reading.today)
        return lambda row: show(held.get(row["pk"]))
    if column.difference is not None:
        return lambda row: show(difference(column, row))
    if column.kind == Kind.DAYS_LEFT:
        clock = recycling.Clock(reading.zone, reading.today)
        return lambda row: show(clock.days_left(SimpleNamespace(**row)) if clock.runs else None)
    if column.kind == Kind.DAYS:
        return lambda row: show(_days_since(row[name], reading))
    return lambda row: show(row[name])


def _days_since(at: datetime | None, reading: Reading) -> int | None:
    return None if at is None else (reading.today - day_of(at, reading.zone)).days


def _contacts(rows: Iterable[Row]) -> dict[int, list[int]]:
    people = Contact.objects.filter(customer_id__in=[row["pk"] for row in rows], deleted_at=None)
    found: dict[int, list[int]] = {}
    for pk, value in people.order_by("position", "pk").values_list("customer_id", "pk"):
        found.setdefault(pk, []).append(value)
    return found


def _collaborators(rows: Iterable[Row]) -> dict[int, list[int]]:
    links = Collaborator.objects.in_force().filter(customer__in=[row["pk"] for row in rows])
    found: dict[int, list[int]] = {}
    for pk, value in links.order_by("pk").values_list("customer_id", "employee_id"):
        found.setdefault(pk, []).append(value)
    return found


_PEOPLE = {Kind.CONTACTS: _contacts, Kind.EMPLOYEES: _collaborators}


def _linked(column: Field, rows: Iterable[Row]) -> dict[int, list[int]]:
    name, target = _LINKS[column.kind]
    through = getattr(Customer, name).through.objects
    links = through.filter(customer_id__in=[row["pk"] for row in rows]).order_by(target)
    found: dict[int, list[int]] = {}
    for pk, value in links.values_list("customer_id", target):
        found.setdefault(pk, []).append(value)
    return found
