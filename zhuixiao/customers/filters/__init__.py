"""Conditions on customers that people put together: parsed against an allow-list, never trusted.

`parse(tree, reader=employee)` checks a tree of JSON, `Filter.q(today=..., zone=...)` gives the
condition, `describe(filter)` its words, `address` turns it into a query string and back,
`ask` reads a whole address of the one table.
"""

from . import address
from .asked import Asked, ask
from .describing import Chip, describe
from .errors import BadFilter
from .parsing import parse
from .tree import Condition, Filter, Group

__all__ = [
    "Asked",
    "BadFilter",
    "Chip",
    "Condition",
    "Filter",
    "Group",
    "address",
    "ask",
    "describe",
    "parse",
]
