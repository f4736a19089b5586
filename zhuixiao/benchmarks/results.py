"""What was measured, and how it stands to the promises."""

from dataclasses import dataclass, field
from typing import Any

from .doors.door import Taken
from .measuring.clock import Measured
from .promises import IMPORT_MEGABYTES, IMPORT_TIMES, Promise


@dataclass
class Imported:
    """An import of `rows` rows: seconds of the product, and of bare statements.

    `bare` writes all rows that the import leaves, `alone` those of its main table.
    """

    rows: int
    seconds: float
    bare: float
    alone: float
    megabytes: int | None

    @property
    def times(self) -> float:
        return self.seconds / self.bare

    @property
    def verdict(self) -> str:
        missed = []
        if self.times > IMPORT_TIMES:
            missed.append("time")
        if self.megabytes is not None and self.megabytes > IMPORT_MEGABYTES:
            missed.append("memory")
        return f"MISSED ({', '.join(missed)})" if missed else "ok"


@dataclass
class Results:
    """Of one database: rows by key and size, imports by key, smallest first."""

    database: str
    engine: str = ""
    sizes: list[int] = field(default_factory=list)
    rows: dict[str, dict[int, Measured]] = field(default_factory=dict)
    imports: dict[str, list[Imported]] = field(default_factory=dict)
    doors: list[Taken] = field(default_factory=list)

    def take(self, size: int, result: dict[str, Any]) -> None:
        """What one data set gave."""
        self.engine = result["engine"]
        self.sizes.append(size)
        for row in result["rows"]:
            self.rows.setdefault(row["key"], {})[size] = Measured(**row)

    def growth(self, key: str) -> float | None:
        """How many times more units the largest data set takes than the smallest."""
        row = self.rows.get(key, {})
        if len(row) < 2:
            return None
        return row[max(row)].units / row[min(row)].units

    def verdict(self, promise: Promise) -> str:
        """ "ok", what was missed, or nothing where nothing was promised."""
        row = self.rows[promise.key]
        if promise.units is None and promise.milliseconds is None:
            return ""
        missed = []
        if promise.units is not None and row[max(row)].units > promise.units:
            missed.append("units")
        if promise.milliseconds is not None and row[max(row)].job > promise.milliseconds:
            missed.append("time")
        growth = self.growth(promise.key)
        if growth is not None and promise.growth is not None and growth > promise.growth:
            missed.append("growth")
        return f"MISSED ({', '.join(missed)})" if missed else "ok"
