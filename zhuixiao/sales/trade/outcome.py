"""What became, or would become, of a file."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# Reasons for which rows are left out because somebody chose so.
NO_CUSTOMER, ZERO_PRICE = "no_customer", "zero_price"
# What happened on the way, worth a line.
ROUNDED, UNKNOWN_PERSON, ADVANCE, NO_OPENING, OPENED_LATE = (
    "rounded",
    "unknown_person",
    "advance",
    "no_opening",
    "opened_late",
)


@dataclass
class Outcome:
    """`created`, `same` and `differs` count records, `rows` and `refused` rows of the file;
    `returns` count those made, in a dry run those that would be looked for."""

    rows: int = 0
    created: int = 0
    lines: int = 0
    returns: int = 0
    same: int = 0
    differs: int = 0
    refused: int = 0
    customers: int = 0
    products: int = 0
    options: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    # The first of them, in words: row and reason.
    listed: list[tuple[int, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        values = dict(vars(self))
        values["left_out"], values["notes"] = dict(self.left_out), dict(self.notes)
        values["listed"] = [list(pair) for pair in self.listed]
        return values
