"""The entries behind a figure and those of a customer, newest first, page by page."""

import re
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.periods import Period

from .. import catalogue
from ..catalogue import Dimension
from ..instants import to_number
from ..models import Entry
from .conditions import Condition, Where, among, days_of, filtered, visible

_CURSOR = re.compile(r"(\d{5,8})-(-?\d{1,18})-(\d{1,18})", re.ASCII)

MOST_COUNTED = 10_000

_ENTRIES = """
SELECT e.* FROM ledger_entry e
WHERE {condition}
ORDER BY e.day DESC, e.at DESC, e.id DESC LIMIT %s
"""

_COUNT = """
SELECT COUNT(*) FROM (SELECT 1 FROM ledger_entry e WHERE {condition} LIMIT %s) AS found
"""

# A fact may have several entries of one customer: it is shown once, at its newest.
_TIMELINE = """
SELECT e.* FROM ledger_entry e
WHERE e.customer_id = %s AND {older} AND {shown}
AND NOT EXISTS (
    SELECT 1 FROM ledger_entry newer
    WHERE newer.fact_kind = e.fact_kind AND newer.fact_id = e.fact_id
    AND newer.customer_id = e.customer_id AND (newer.at, newer.id) > (e.at, e.id)
    AND {newer_shown}
)
ORDER BY e.at DESC, e.id DESC LIMIT %s
"""


_TIMELINE_COUNTS = """
SELECT e.option_id, COUNT(DISTINCT e.fact_kind * 281474976710656 + e.fact_id)
FROM ledger_entry e WHERE e.customer_id = %s AND {shown}
GROUP BY e.option_id
"""


class Cursor(NamedTuple):
    """The last entry of a page, after which the next one starts; its text stands in addresses."""

    day: int
    at: int
    id: int

    def __str__(self) -> str:
        return f"{self.day}-{self.at}-{self.id}"

    @classmethod
    def of(cls, entry: Entry) -> "Cursor":
        return cls(entry.day, to_number(entry.at), entry.pk)

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """RuleError for a text that is not a cursor."""
        match = _CURSOR.fullmatch(text)
        if match is None:
            raise RuleError(_("This list has moved on. Load it again."), field="after")
        return cls(*(int(part) for part in match.groups()))


class Page(NamedTuple):
    """Some entries and the mark after which the next ones start, "" at the end."""

    entries: list[Entry]
    after: str


def entries(
    metric: str,
    *,
    period: Period | None = None,
    where: Where | None = None,
    visible_to: Employee,
    after: str = "",
    limit: int = 50,
) -> Page:
    """The entries that a figure of `query` was summed from, newest first.

    A ratio opens to its numerator, a count of customers to the entries that they were found in.
    `after` is the mark of the page before. Raises NotAllowed as `query` does, and RuleError for a
    wrong mark.
    """
    days = days_of(period)
    if after:
        cursor = Cursor.parse(after)
        # The first condition is in the second; it alone leads both databases to the index.
        days &= Condition("{e}.day <= %s", cursor[:1])
        days &= Condition("({e}.day, {e}.at, {e}.id) < (%s, %s, %s)", cursor)
    condition = _behind(metric, visible_to, where, days)
    return _page(_ENTRIES.format(condition=condition.on("e")), condition.params, limit)


def count(
    metric: str,
    *,
    period: Period | None = None,
    where: Where | None = None,
    visible_to: Employee,
    most: int = MOST_COUNTED,
) -> int:
    """How many entries `entries` has in all, counted up to `most` and one more."""
    condition = _behind(metric, visible_to, where, days_of(period))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(condition=condition.on("e")), [*condition.params, most + 1])
        counted: int = cursor.fetchone()[0]
    return counted


def timeline(
    customer_id: int,
    *,
    visible_to: Employee,
    metrics: Collection[str] = (),
    options: Collection[int] = (),
    after: str = "",
    limit: int = 20,
) -> Page:
    """What happened with a customer, newest first, each fact once.

    The caller has checked that the customer is visible; metrics closed to the employee are left
    out. `metrics` and `options` narrow it down (activity types, say).
    """
    condition = _on_timeline(visible_to, metrics)
    if options:
        condition &= among("option_id", options)
    older = Condition("1 = 1")
    if after:
        older = Condition("({e}.at, {e}.id) < (%s, %s)", Cursor.parse(after)[1:])
    statement = _TIMELINE.format(
        older=older.on("e"),
        shown=condition.without_index().on("e"),
        newer_shown=condition.on("newer"),
    )
    params = (customer_id, *older.params, *condition.params, *condition.params)
    return _page(statement, params, limit)


def timeline_counts(customer_id: int, *, visible_to: Employee) -> dict[int, int]:
    """How many facts on a customer's timeline each option classifies, for its filter."""
    condition = _on_timeline(visible_to, ())
    statement = _TIMELINE_COUNTS.format(shown=condition.without_index().on("e"))
    with connection.cursor() as cursor:
        cursor.execute(statement, [customer_id, *condition.params])
        return dict(cursor.fetchall())


def _behind(metric: str, reader: Employee, where: Where | None, days: Condition) -> Condition:
    """The entries that a figure comes from."""
    asked = catalogue.find(metric)
    if not catalogue.may_read(reader.access, asked):
        raise NotAllowed
    opened = catalogue.parts(asked)[0]
    kept, shown = filtered(where or {}), visible([opened], reader) & days
    if opened.is_distinct:
        kept &= Condition("{e}.customer_id <> 0")
    # A customer's few entries are read by the customer, not by metric and day.
    return kept & (shown.without_index() if where and Dimension.CUSTOMER in where else shown)


def _on_timeline(reader: Employee, metrics: Collection[str]) -> Condition:
    shown = {
        row.id
        for row in catalogue.metrics()
        if row.on_timeline
        and (not metrics or row.key in metrics)
        and catalogue.may_read(reader.access, row)
    }
    return among("metric", shown)


def _page(statement: str, params: tuple[int, ...], limit: int) -> Page:
    """One entry more than asked for tells whether there is a next page."""
    rows = list(Entry.objects.raw(statement, [*params, limit + 1]))
    more = len(rows) > limit
    return Page(rows[:limit], str(Cursor.of(rows[limit - 1])) if more else "")
