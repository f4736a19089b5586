"""The chart beside a table: its points and bars, placed by the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from zhuixiao.kit.templatetags.numbers import figure, figure_short
from zhuixiao.ledger.catalogue import Value

from ..choices import ChartKind
from ..definition import Definition
from .grid import Grid, Head, Line

# The drawing is so large in its own units, with room for the scale and the names.
WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 8, 12, 34
_MOST_SERIES, _MOST_PLACES, _LONGEST_NAME = 6, 31, 8
_LETTER = 11


@dataclass(frozen=True)
class Mark:
    """A bar (with its width and height), or the point of a line (its centre); `text` says its
    number and what of."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class Series:
    """One colour, counted from 1; `points` is the line through its marks."""

    number: int
    label: str
    marks: Sequence[Mark]
    points: str


@dataclass(frozen=True)
class Label:
    """A word of an axis."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    """`zero` is where nothing lies. `left_out` counts the lines that are only in the table."""

    is_line: bool
    series: Sequence[Series]
    names: Sequence[Label]
    scale: Sequence[Label]
    zero: float
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def chart(asked: Definition, grid: Grid) -> Chart | None:
    """None where none is wished, or nothing is there to draw. Over columns each row is a colour and
    its first number is drawn; without columns the rows stand side by side, and each number of the
    same unit is a colour."""
    lines = grid.whole[:_MOST_PLACES]
    if not asked.chart or not lines or not grid.heads:
        return None
    drawn = _over_columns(grid) if grid.is_grouped else _side_by_side(grid, lines)
    names, labels, rows = drawn
    unit = grid.heads[0].unit
    numbers = [Decimal(value) for row in rows for value in row if value is not None]
    low, high = min([Decimal(0), *numbers]), max([Decimal(0), *numbers])
    if low == high:
        return None
    places = _Places(len(names), len(rows), low, high, is_line=asked.chart == ChartKind.LINE)
    series = [
        places.series(number, label, row, names, unit)
        for number, (label, row) in enumerate(zip(labels, rows, strict=True))
    ]
    left_out = len(grid.whole) - (len(rows) if grid.is_grouped else len(lines))
    ticks = sorted({low, Decimal(0), (low + high) / 2, high})
    return Chart(
        is_line=places.is_line,
        series=series,
        names=places.names(names),
        scale=[Label(_LEFT - 6, places.y(tick), figure_short(tick, unit)) for tick in ticks],
        zero=places.y(Decimal(0)),
        left_out=left_out,
    )


_Drawn = tuple[list[str], list[str], list[list[Value]]]


def _over_columns(grid: Grid) -> _Drawn:
    """The first number of each line over the columns, without that of the whole period."""
    places = [
        place
        for place, head in enumerate(grid.heads)
        if head.metric == grid.heads[0].metric and not head.is_sum
    ]
    lines = grid.whole[:_MOST_SERIES]
    names = [grid.heads[place].group for place in places]
    return names, [line.names[0] for line in lines], [_values(line, places) for line in lines]


def _side_by_side(grid: Grid, lines: Sequence[Line]) -> _Drawn:
    first: Head = grid.heads[0]
    places = [
        place
        for place, head in enumerate(grid.heads)
        if head.unit == first.unit and head.kind == "value"
    ][:_MOST_SERIES]
    rows = [[line.cells[place].value for line in lines] for place in places]
    return [line.names[0] for line in lines], [grid.heads[place].label for place in places], rows


def _values(line: Line, places: Sequence[int]) -> list[Value]:
    return [line.cells[place].value for place in places]


class _Places:
    """Where things stand in the drawing."""

    def __init__(
        self, places: int, series: int, low: Decimal, high: Decimal, *, is_line: bool
    ) -> None:
        self.is_line, self._low, self._high = is_line, low, high
        self._step = (WIDTH - _LEFT - _RIGHT) / max(places, 1)
        self._bar = min(self._step * 0.76 / max(series, 1), 46)
        self._wide = self._bar * series

    def y(self, value: Decimal) -> float:
        whole = HEIGHT - _TOP - _BOTTOM
        return round(_TOP + whole * float((self._high - value) / (self._high - self._low)), 1)

    def series(
        self, number: int, label: str, row: Sequence[Value], names: Sequence[str], unit: str
    ) -> Series:
        marks = [
            self._mark(
                number, place, Decimal(value), f"{names[place]} {label}: {figure(value, unit)}"
            )
            for place, value in enumerate(row)
            if value is not None
        ]
        points = " ".join(f"{mark.x},{mark.y}" for mark in marks) if self.is_line else ""
        return Series(number + 1, label, marks, points)

    def names(self, names: Sequence[str]) -> list[Label]:
        """Short, and only as many as there is room for."""
        short = [_short(name) for name in names]
        wide = max(map(len, short)) * _LETTER + _LETTER
        every = ceil(wide / self._step)
        return [
            Label(round(_LEFT + self._step * (place + 0.5), 1), HEIGHT - 12, name)
            for place, name in enumerate(short)
            if place % every == 0
        ]

    def _mark(self, number: int, place: int, value: Decimal, text: str) -> Mark:
        middle = _LEFT + self._step * (place + 0.5)
        if self.is_line:
            return Mark(round(middle, 1), self.y(value), 0, 0, text)
        top, zero = self.y(max(value, Decimal(0))), self.y(Decimal(0))
        height = round(abs(self.y(value) - zero), 1)
        x = middle - self._wide / 2 + self._bar * number
        return Mark(round(x, 1), top, round(self._bar * 0.9, 1), height, text)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME + 2 else f"{name[:_LONGEST_NAME]}…"
