"""From the cells of a row to values, the same for every kind of file."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from zhuixiao.kit.sheets import Cell
from zhuixiao.kit.sheets.cells import is_blank
from zhuixiao.kit.text.errors import Unreadable
from zhuixiao.kit.text.normal import fold

from . import cells, columns
from .work import Work

T = TypeVar("T")


class Wrong(Exception):
    """The row is not taken; the message says why. `is_twice`: the earlier row is not to blame."""

    def __init__(self, message: str, *, is_twice: bool = False) -> None:
        super().__init__(message)
        self.is_twice = is_twice


class Cells:
    """Reads the row put into `row`; a column that the file lacks is empty."""

    def __init__(self, work: Work) -> None:
        self._at = dict(work.columns)
        labels = columns.targets(work.kind, work.by.employee.access)
        self._labels = {one.key: one.label for one in labels}
        self._words = {key: work.setup.meaning(key) for key in self._at}
        self._day = cells.day_reader(work.by.today)
        self.own_currency = work.own_currency
        self.default_currency = work.setup.currency or work.own_currency
        self._default_rate = cells.rate(work.setup.rate) if work.setup.rate else 0
        self.row: Sequence[Cell] = ()

    def has(self, key: str) -> bool:
        return key in self._at

    def text(self, key: str, most: int = 120) -> str:
        at = self._at.get(key)
        if at is None:
            return ""
        found = cells.text(self.row[at])
        if words := self._words[key]:
            found = words.get(fold(found), found)
        return found[:most]

    def raw(self, key: str) -> str:
        """What the file itself says, whatever its words are said to mean."""
        at = self._at.get(key)
        return "" if at is None else cells.text(self.row[at])

    def value(self, key: str, read: Callable[[Cell], T], default: T) -> T:
        """What a cell says; `default` for an empty one. Raises Wrong."""
        at = self._at.get(key)
        cell = None if at is None else self.row[at]
        if is_blank(cell):
            return default
        try:
            return read(cell)
        except Unreadable as error:
            raise Wrong(
                _("%(field)s: %(text)s") % {"field": self._labels[key], "text": error}
            ) from error

    def day(self, key: str) -> int:
        return self.value(key, self._day, 0)

    def money(self) -> tuple[str, int]:
        """Currency and rate in millionths, 1 for the company's own. Raises Wrong."""
        chosen = self.value("currency", cells.currency, self.default_currency)
        if chosen == self.own_currency:
            return chosen, 1_000_000
        found = self.value("rate", cells.rate, self._default_rate)
        if not found:
            text = _("%(currency)s is not the company's currency: the row needs a rate.")
            raise Wrong(text % {"currency": chosen})
        return chosen, found

    def key(self) -> str:
        """The number in the file. Raises Wrong for one that is too long."""
        found = self.text("number", 200)
        if len(found) > _LONGEST_NUMBER:
            raise Wrong(
                _("A number has at most %(limit)d characters.") % {"limit": _LONGEST_NUMBER}
            )
        return found


_LONGEST_NUMBER = 60
