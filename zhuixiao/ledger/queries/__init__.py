"""Reading the ledger: the one way to a number, and from a number back to its facts."""

from .contacts import first_last
from .drill import Page, drill_link, entries, load_facts, parse_drill, timeline, timeline_counts
from .numbers import Row, Table, query

__all__ = [
    "Page",
    "Row",
    "Table",
    "drill_link",
    "entries",
    "first_last",
    "load_facts",
    "parse_drill",
    "query",
    "timeline",
    "timeline_counts",
]
