"""From the figures of a table to its lines: of all, of the rows, of the rows within them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuixiao.ledger.catalogue import Dimension, Metric, Ratio, Value
from zhuixiao.ledger.queries import Row, Table

from ..choices import Comparison, Split
from ..definition import MOST_CELLS, MOST_COLUMNS, MOST_LINKED, MOST_ROWS, Definition
from . import keys, within
from .grid import Cell, Grid, Head, Line, change
from .keys import Key
from .levels import Level, Levels, only


class Pivot:
    """The rows within others are asked for only of those that are shown."""

    def __init__(
        self,
        asked: Definition,
        shown: Sequence[Metric | Ratio],
        levels: Levels,
        *,
        today: date,
    ) -> None:
        self.asked, self.shown, self.levels, self.today = asked, shown, levels, today
        self.rows = [Dimension(key) for key in asked.rows]
        metrics = [row.key for row in shown]
        self.is_sorted = asked.sort_by in metrics
        self.sort_by = asked.sort_by if self.is_sorted else metrics[0]
        self.columns: list[tuple[Key, str]] = []
        self.heads: list[Head] = []
        self.notes: list[str] = []
        # How many characters of links are left, and whether a number went without.
        self._left, self._is_closed = MOST_LINKED, False

    def grid(self, *, words: Sequence[tuple[str, Sequence[str]]], notes: Sequence[str]) -> Grid:
        """All of it."""
        root = self.levels.level(())
        if root.cells is not None:
            self.columns = self._columns(root.cells)
            self.levels.keep_columns([key for key, _name in self.columns])
        self.heads = self._heads()
        # Before the lines: where links have no room, it is the one to open.
        total = self._line([_("Total")], (), root) if self.asked.has_totals else None
        lines = self._lines()
        if self._is_closed:
            text = _(
                "Only the first numbers open, as the filters are long. Choose fewer values of them."
            )
            self.notes.append(text)
        return Grid(
            metrics=self.shown,
            period=self.levels.period,
            compared=self.levels.compared,
            labels=[str(Split(key).label) for key in self.asked.rows],
            heads=self.heads,
            lines=lines,
            total=total,
            words=words,
            notes=[*notes, *self.notes],
        )

    def _columns(self, table: Table) -> list[tuple[Key, str]]:
        """As many as can be read, of those that the reader may know by name."""
        found = self._in_order(table, is_ascending=False, is_sorted=False)
        shown = found[:MOST_COLUMNS]
        named = self._named(table.by[0], shown, table)
        columns = [(key, named[key]) for key in shown if key in named]
        if len(columns) < len(found):
            text = _("%(shown)d of %(found)d columns are shown; the totals hold all.")
            self.notes.append(text % {"shown": len(columns), "found": len(found)})
        return columns

    def _in_order(self, table: Table, *, is_ascending: bool, is_sorted: bool) -> list[Key]:
        return keys.in_order(
            table,
            size=self._size,
            is_ascending=is_ascending,
            is_sorted=is_sorted,
            today=self.today,
        )

    def _named(self, dimension: Dimension, found: Sequence[Key], table: Table) -> dict[Key, str]:
        return keys.called(dimension, found, periods=table.periods, reader=self.levels.reader)

    def _size(self, row: Row) -> Value:
        return row.values[self.sort_by]

    @property
    def _has_sums(self) -> bool:
        """Whether lines end with their figures of the whole period."""
        return not self.asked.columns or self.asked.has_totals or bool(self.asked.comparison)

    def _heads(self) -> list[Head]:
        heads = [
            Head(name, str(row.label), row.unit, row.key, column=str(key))
            for key, name in self.columns
            for row in self.shown
        ]
        if not self._has_sums:
            return heads
        group, is_sum = (_("Total"), True) if self.asked.columns else ("", False)
        change_label = pgettext("figure", "Change")
        for row in self.shown:
            heads.append(Head(group, str(row.label), row.unit, row.key, is_sum=is_sum))
            if self.asked.comparison:
                heads.append(Head(group, _("Before"), row.unit, row.key, "before", is_sum))
                heads.append(Head(group, change_label, "percent", row.key, "change", is_sum))
        return heads

    def _lines(self) -> list[Line]:
        most = max(min(MOST_ROWS, MOST_CELLS // max(len(self.heads), 1)), 1)
        first = self.rows[0]
        totals = self.levels.totals([first])
        found = self._in_order(
            totals, is_ascending=self.asked.is_ascending, is_sorted=self.is_sorted
        )
        wanted = found[: self.asked.top or len(found)]
        shown = wanted[:most]
        if not shown:
            return []
        named = self._named(first, shown, totals)
        level = Level(totals, self.levels.cells([first], only(first, shown)))
        groups = [key for key in shown if key in named]
        inner, is_cut = self._inner(groups, named, most) if self.rows[1:] else ({}, False)
        lines: list[Line] = []
        for key in inner or groups:
            lines.append(self._line([named[key]], (key,), level))
            lines += inner.get(key, [])
        if len(wanted) > len(shown) or is_cut:
            text = _(
                "Only the first %(n)d rows are shown, as many as a table takes; the total holds "
                "all. Filter, or keep only the first ones."
            )
            self.notes.append(text % {"n": most})
        hidden = [key for key in shown if key not in named]
        if not hidden:
            return lines[:most]
        # Together in one line: each by itself would tell how many there are.
        others = self.levels.level((), only(first, hidden))
        names = [_("Others (not open to you)")]
        return [*lines[:most], self._line(names, (), others, opens=False)]

    def _inner(
        self, groups: Sequence[Key], named: Mapping[Key, str], most: int
    ) -> tuple[dict[Key, list[Line]], bool]:
        """The lines within those of the first split, by its key, and whether there are more of
        them, or of those, than have room."""
        outer, inner = self.rows
        asked = within.askable(groups, most)
        totals = self.levels.totals(self.rows, only(outer, asked))
        found = within.fitting(totals, asked, most, in_order=self._inner_order)
        inner_named = self._named(inner, found.keys, totals)
        kept = {**only(outer, list(found.rows)), **only(inner, found.keys)}
        level = Level(totals, self.levels.cells(self.rows, kept))
        hidden = [key for key in found.keys if key not in inner_named]
        hiding = {**kept, **only(inner, hidden)}
        others = self.levels.level([outer], hiding) if hidden else None
        lines: dict[Key, list[Line]] = {}
        for group, rows in found.rows.items():
            shown = [row for row in rows if row.key[1] in inner_named]
            lines[group] = [
                self._line([named[group], inner_named[row.key[1]]], row.key, level) for row in shown
            ]
            if others and len(shown) < len(rows) and group != found.cut:
                names = [named[group], _("Others (not open to you)")]
                lines[group].append(self._line(names, (group,), others, opens=False))
        return lines, found.cut is not None or len(asked) < len(groups)

    def _inner_order(self, rows: Sequence[Row]) -> Sequence[Row]:
        if self.rows[1].is_time and not self.is_sorted:
            return rows
        return keys.by_size(rows, size=self._size, is_ascending=self.asked.is_ascending)

    def _line(
        self, names: Sequence[str], key: tuple[Key, ...], level: Level, *, opens: bool = True
    ) -> Line:
        cells: list[Cell] = []
        for column, _name in self.columns:
            assert level.cells is not None  # noqa: S101  (there are columns)
            row = level.cells.row(*key, column)
            for metric in self.shown:
                link = self._link(level.cells, metric.key, *key, column) if opens else ""
                cells.append(Cell(row.values[metric.key], link))
        if self._has_sums:
            row = level.totals.row(*key) if key else level.totals.total
            for metric in self.shown:
                link = self._link(level.totals, metric.key, *key) if opens else ""
                cells.append(Cell(row.values[metric.key], link))
                cells += self._before(metric.key, row)
        return Line(names, cells, self.heads)

    def _link(self, table: Table, metric: str, *key: Key) -> str:
        link = table.link(metric, *key)
        if len(link) > self._left:
            self._left, self._is_closed = 0, True
            return ""
        self._left -= len(link)
        return link

    def _before(self, metric: str, row: Row) -> list[Cell]:
        if not self.asked.comparison:
            return []
        is_previous = self.asked.comparison == Comparison.PREVIOUS
        before = (row.previous if is_previous else row.last_year).get(metric)
        return [Cell(before), Cell(change(row.values[metric], before))]
