"""Lists by place instead of number, for programs: page 10,000 costs what page 1 costs."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from . import cursors

MOST_ROWS = 100
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Slice(Generic[M]):
    """Some rows, and the cursor of those that follow; "" at the end."""

    items: list[M]
    next: str


def after(cursor: str, rows: QuerySet[M], *, by: str, limit: int = MOST_ROWS) -> Slice[M]:
    """The rows behind the cursor, ordered by a field that is never empty in them, and by id.

    "-done_at" turns both around. Raises BadCursor.
    """
    limit = max(1, min(limit, MOST_ROWS))
    is_desc, name = by.startswith("-"), by.removeprefix("-")
    if cursor:
        rows = rows.filter(_behind(cursor, rows.model, by))
    found = list(rows.order_by(by, "-pk" if is_desc else "pk")[: limit + 1])
    if len(found) <= limit:
        return Slice(found, "")
    last = found[limit - 1]
    return Slice(found[:limit], cursors.encode(by, [getattr(last, name)], last.pk))


def _behind(cursor: str, model: type[M], by: str) -> Q:
    name, beyond = by.removeprefix("-"), "lt" if by.startswith("-") else "gt"
    column = model._meta.get_field(name)
    (value,), pk = cursors.decode(cursor, by, [column])  # type: ignore[list-item]
    if value is None:
        raise cursors.BadCursor
    later = Q(**{f"{name}__{beyond}": value}) | Q(**{name: value, f"pk__{beyond}": pk})
    # Says a part of it once more in a form that lets the index start at the place.
    return later & Q(**{f"{name}__{beyond}e": value})
