"""A row of the file on its way to a customer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict

from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.sheets import Cell

from ..duplicate_rules import Facts, Key, Rule
from ..models import Pool


class Reason(TypedDict):
    """Why a row, or one of its columns (counted from 0), was not taken; in words."""

    column: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """The customer that a row repeats: in the database (`customer_id`), else in an earlier row."""

    rule: Rule
    name: str
    customer_id: int = 0
    batch_id: int | None = None
    row: int = 0

    @property
    def handling(self) -> str:
        """What the rule says of a new customer like this one."""
        return self.rule.handling(Via.IMPORT)


@dataclass
class Draft:
    """What a row says: `values` by field key, ready for `actions.values.checked`.

    Of a row that names no owner `owners` says who gets it, by which `rule`, or which pool.
    """

    number: int
    cells: Sequence[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    owner: Employee | None = None
    pool: Pool | None = None
    rule: str = ""
    created_at: datetime | None = None
    reasons: list[Reason] = field(default_factory=list)
    # What `checked` made of the values, and what is compared; set when there are no reasons.
    taken: dict[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    keys: list[tuple[int, Key]] = field(default_factory=list)
    # What it is like, with which it goes on the work list.
    alike: Match | None = None

    def refuse(self, text: object, column: int | None = None) -> None:
        self.reasons.append({"column": column, "text": str(text)})


def plain(cells: Sequence[Cell]) -> list[Any]:
    """Cells as JSON keeps them, long texts cut; empty ones at the end left out."""
    shown: list[Any] = [
        cell[:1000]
        if isinstance(cell, str)
        else cell
        if cell is None or isinstance(cell, int | float)
        else cell.isoformat(" ")
        if isinstance(cell, datetime)
        else cell.isoformat()
        for cell in cells
    ]
    while shown and shown[-1] in (None, ""):
        shown.pop()
    return shown
