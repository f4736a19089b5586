"""The rows and columns of one split: which there are, in which order, what they are called."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import names
from zhuixiao.ledger.catalogue import Dimension, Value
from zhuixiao.ledger.queries import Row, Table

Key = int | date
# How large a row is, for its place.
Size = Callable[[Row], Value]


def in_order(
    table: Table, *, size: Size, is_ascending: bool, is_sorted: bool, today: date
) -> list[Key]:
    """The keys of a table that is split by one dimension: by size, units of time as they follow
    unless `is_sorted` asks otherwise. Units that lie ahead are left out after the last entry."""
    rows = list(table.rows)
    if table.by[0].is_time:
        last = max([today, *(key for row in rows for key in row.key if isinstance(key, date))])
        rows = [table.row(unit.start) for unit in table.periods if unit.start <= last]
        if not is_sorted:
            return [row.key[0] for row in rows]
    return [row.key[0] for row in by_size(rows, size=size, is_ascending=is_ascending)]


def by_size(rows: Sequence[Row], *, size: Size, is_ascending: bool) -> list[Row]:
    """The largest first, or the smallest; those without a value at the end."""
    valued = [row for row in rows if size(row) is not None]
    sign = 1 if is_ascending else -1
    valued.sort(key=lambda row: (sign * (size(row) or 0), row.key))
    return valued + [row for row in rows if size(row) is None]


def called(
    dimension: Dimension, keys: Sequence[Key], *, periods: Sequence[Period], reader: Employee
) -> dict[Key, str]:
    """The names of those keys that the reader may know; of nothing (0) too."""
    if dimension.is_time:
        return {unit.start: unit.label() for unit in periods}
    ids = [key for key in keys if isinstance(key, int)]
    found: dict[Key, str] = {0: _("none")}
    found.update(names.of(dimension, ids, visible_to=reader).items())
    return found
