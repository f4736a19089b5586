"""A summary table as it is read: heads, lines and cells, the same on the page, on paper, in a file
and over the API."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Metric, Ratio, Value


@dataclass(frozen=True)
class Head:
    """A column: `group` names the column of the split ("2026-03"), "" without one; `column` is its
    key, as names may be the same.

    `kind` is "value", "before" or "change" (in basis points of what was before). `is_sum` tells of
    the whole period beside columns."""

    group: str
    label: str
    unit: str
    metric: str
    kind: str = "value"
    is_sum: bool = False
    column: str = ""


@dataclass(frozen=True)
class Cell:
    """A number; `link` is "" where it does not open."""

    value: Value
    link: str = ""


@dataclass(frozen=True)
class Line:
    """`names` are those of its rows: a line with one name in a table of two splits sums up the
    lines below it."""

    names: Sequence[str]
    cells: Sequence[Cell]
    heads: Sequence[Head]

    @property
    def pairs(self) -> list[tuple[Head, Cell]]:
        """Each number with its head."""
        return list(zip(self.heads, self.cells, strict=True))


@dataclass(frozen=True)
class Grid:
    """`compared` is the period of the comparison. `words` are the filters in words, `notes` say
    what is left out and why. `labels` name the columns of names."""

    metrics: Sequence[Metric | Ratio]
    period: Period
    compared: Period | None = None
    labels: Sequence[str] = ()
    heads: Sequence[Head] = ()
    lines: Sequence[Line] = ()
    total: Line | None = None
    words: Sequence[tuple[str, Sequence[str]]] = ()
    notes: Sequence[str] = field(default_factory=list)

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The groups of heads with the number of heads below each."""
        apart = groupby(self.heads, lambda row: (row.column, row.group))
        return [(label, len(list(rows))) for (_column, label), rows in apart]

    @property
    def is_grouped(self) -> bool:
        return any(head.group for head in self.heads)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.labels) + len(self.heads)

    @property
    def whole(self) -> Sequence[Line]:
        """The lines that sum up all below them: of a table of one split all of them."""
        return [line for line in self.lines if len(line.names) == 1]


def change(now: Value, before: Value) -> int | None:
    """In basis points; None where there is nothing to compare with."""
    if now is None or not before or before < 0:
        return None
    return round((now - before) * 10_000 / before)
