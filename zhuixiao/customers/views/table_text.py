"""The one table in words of HTML: tabs, plain table, cards of a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhuixiao.kit.templatetags.paging import Tab as Link

from .. import filters
from ..fields import Field, Kind
from ..filters import Asked
from ..filters.tree import Filter
from ..queries.table import Reading, TableRow
from ..queries.texts import text


@dataclass(frozen=True)
class Head:
    """A column head of the plain table: `url` sorts by it."""

    label: object
    url: str
    direction: str
    is_number: bool


@dataclass(frozen=True)
class Cell:
    """A cell of the plain table."""

    field: Field
    value: Any
    text: str
    colour: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class PlainRow:
    """A row of the plain table; `cells` begin behind the name."""

    pk: int
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class PlainChip:
    """A chip whose link takes its condition away."""

    label: str
    text: str
    url: str


CARD = frozenset(
    {
        "name",
        "importance",
        "stage",
        "last_subject",
        "last_contact",
        "next_contact",
        "owner",
        "phone",
        "region",
    }
)
NUMBERS = frozenset(
    {Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.DAYS, Kind.DAYS_LEFT}
)


def tabs(asked: Asked, **more: str) -> list[Link]:
    """The tabs as links."""
    return [
        Link(tab.name, f"?{urlencode({'view': tab.key, **more})}", tab is asked.tab)
        for tab in asked.tabs
    ]


def heads(asked: Asked) -> list[Head]:
    """The heads with the links that sort; sorted ones turn around."""
    sorted_by = {key.field.key: key.is_desc for key in asked.sort}
    made = []
    for column in asked.columns:
        key = column.field.key
        direction = {True: "descending", False: "ascending"}.get(sorted_by.get(key), "")  # type: ignore[arg-type]
        spec = f"-{key}" if direction == "ascending" else key
        url = f"?{urlencode(asked.params(sort=spec, plain='1'))}"
        is_number = column.field.kind in NUMBERS
        made.append(
            Head(column.field.label, url if column.field.is_sortable else "", direction, is_number)
        )
    return made


def rows(reading: Reading, found: Sequence[TableRow]) -> list[PlainRow]:
    """The rows as text."""
    made = []
    for row in found:
        shown = [_cell(reading, field, value) for field, value in _pairs(reading, row)]
        made.append(PlainRow(row.pk, shown[0].text, shown[1:]))
    return made


def chips(asked: Asked, **more: str) -> list[PlainChip]:
    """The active conditions, each with the link that removes it."""
    made = []
    for chip in filters.describe(asked.filter):
        rest = tuple(item for place, item in enumerate(asked.filter.items) if place != chip.index)
        without = replace(asked, filter=Filter(rest, asked.reader))
        made.append(PlainChip(chip.label, chip.text, f"?{urlencode(without.params(**more))}"))
    return made


def card_fields(asked: Asked) -> list[Field]:
    """The fields of a card, whatever columns the table has."""
    return [field for field in asked.fields if field.key in CARD]


def cards(reading: Reading, found: Sequence[TableRow]) -> list[dict[str, Any]]:
    """What a card of the phone's list shows, by field key."""
    made = []
    for row in found:
        shown = {field.key: _cell(reading, field, value) for field, value in _pairs(reading, row)}
        planned = shown["next_contact"].value
        made.append(
            {
                **shown,
                "url": reverse("customers:detail", args=[row.pk]),
                "is_overdue": planned is not None and planned < reading.today,
            }
        )
    return made


def _pairs(reading: Reading, row: TableRow) -> list[tuple[Field, Any]]:
    return list(zip(reading.columns, row.cells, strict=True))


def _cell(reading: Reading, field: Field, value: Any) -> Cell:
    colour = ""
    if field.kind == Kind.OPTION and value is not None:
        colour = reading.labels.get(field, value).colour
    words = text(field, value, reading.labels)
    return Cell(field, value, words, colour, field.kind in NUMBERS)
