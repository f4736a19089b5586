"""What the views of the one table share: reading the address, shaping rows for JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.templatetags.marks import tone_of

from .. import cells, filters
from ..fields import Field, Kind
from ..filters import Asked
from ..queries.labels import Label, Labels, is_labelled
from ..queries.table import Reading, TableRow


@dataclass(frozen=True)
class Question:
    """What the request asks, and by whom and when."""

    asked: Asked
    reading: Reading
    conditions: Q


def question(request: StaffRequest) -> Question:
    """Read the address of the one table. Raises BadFilter, BadSort."""
    asked = filters.ask(request.GET.dict(), reader=request.user)
    reading = reading_of(request, asked)
    conditions = asked.conditions(today=reading.today, zone=reading.zone)
    return Question(asked, reading, conditions)


def reading_of(request: StaffRequest, asked: Asked) -> Reading:
    """The columns and the day for this request."""
    return Reading(
        reader=request.user,
        columns=[one.field for one in asked.columns],
        today=request.company.today(timezone.now()),
        zone=request.company.zone,
    )


def rows_json(reading: Reading, rows: Sequence[TableRow]) -> dict[str, Any]:
    """Rows as lists [id, version, cells...], and the names behind their ids by column."""
    return {
        "rows": [[row.pk, row.version, *map(cells.as_json, row.cells)] for row in rows],
        "labels": {
            column.key: _names(reading.labels, rows, place, column)
            for place, column in enumerate(reading.columns)
            if is_labelled(column.kind)
        },
    }


def _names(
    labels: Labels, rows: Sequence[TableRow], place: int, column: Field
) -> dict[str, list[str]]:
    ids: set[int] = set()
    for row in rows:
        cell = row.cells[place]
        ids.update(cell if isinstance(cell, list) else [cell] if cell is not None else [])
    return {str(pk): _name(column, labels.get(column, pk)) for pk in ids}


def _name(column: Field, label: Label) -> list[str]:
    if column.kind == Kind.EMPLOYEE:
        return [label.text, tone_of(label.text)]
    return [label.text, label.colour] if label.colour else [label.text]


def chips_json(asked: Asked) -> list[dict[str, Any]]:
    """The chips of the active filter."""
    return [
        {"label": chip.label, "text": chip.text, "index": chip.index}
        for chip in filters.describe(asked.filter)
    ]
