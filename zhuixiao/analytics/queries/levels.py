"""The figures behind the lines of one level of a summary table."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension, Metric, Ratio
from zhuixiao.ledger.queries import Table, query
from zhuixiao.ledger.queries.conditions import Where

from ..choices import Comparison
from ..definition import Definition
from .keys import Key


@dataclass(frozen=True)
class Level:
    """The figures of some lines: over the whole period, and by column."""

    totals: Table
    cells: Table | None


class Levels:
    """Asks the ledger, level by level, for one table and reader."""

    def __init__(
        self,
        asked: Definition,
        shown: Sequence[Metric | Ratio],
        *,
        period: Period,
        where: Where,
        reader: Employee,
    ) -> None:
        self.period, self.reader = period, reader
        self.column = Dimension(asked.columns) if asked.columns else None
        self._comparison, self._where = asked.comparison, where
        self._metrics = [row.key for row in shown]
        self._columns: Where = {}

    @property
    def compared(self) -> Period | None:
        """The period that figures are compared with."""
        match self._comparison:
            case Comparison.PREVIOUS:
                return self.period.previous()
            case Comparison.LAST_YEAR:
                return self.period.last_year()
        return None

    def keep_columns(self, keys: Sequence[Key]) -> None:
        """From now on only these columns are asked for; units of time are all asked for."""
        if self.column and not self.column.is_time:
            self._columns = {self.column: _ids(keys)}

    def level(self, by: Sequence[Dimension], where: Where | None = None) -> Level:
        return Level(self.totals(by, where), self.cells(by, where))

    def totals(self, by: Sequence[Dimension], where: Where | None = None) -> Table:
        """Over the whole period, with its comparison."""
        return self._ask(by, where or {}, compare=bool(self._comparison))

    def cells(self, by: Sequence[Dimension], where: Where | None = None) -> Table | None:
        """By column, where there are any."""
        if self.column is None:
            return None
        return self._ask([*by, self.column], {**(where or {}), **self._columns})

    def _ask(self, by: Sequence[Dimension], where: Where, *, compare: bool = False) -> Table:
        return query(
            self._metrics,
            period=self.period,
            by=by,
            where={**self._where, **where},
            visible_to=self.reader,
            compare=compare,
            with_total=False,
        )


def only(dimension: Dimension, keys: Sequence[Key]) -> Where:
    """The condition that keeps these rows; units of time need none."""
    return {} if dimension.is_time else {dimension: _ids(keys)}


def _ids(keys: Sequence[Key]) -> list[int]:
    return [key for key in keys if isinstance(key, int)]
