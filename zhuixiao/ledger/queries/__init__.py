"""Reading the ledger: figures, the entries behind them, a customer's timeline."""

from .customers import first_last, sum_of
from .drilldown import Drill, drill_link, drill_links, parse_drill
from .entries import MOST_COUNTED, Page, count, entries, timeline, timeline_counts
from .figures import query
from .lines import Line, load_facts
from .tables import Row, Table

__all__ = [
    "MOST_COUNTED",
    "Drill",
    "Line",
    "Page",
    "Row",
    "Table",
    "count",
    "drill_link",
    "drill_links",
    "entries",
    "first_last",
    "load_facts",
    "parse_drill",
    "query",
    "sum_of",
    "timeline",
    "timeline_counts",
]
