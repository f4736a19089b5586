"""Entries with the facts that posted them, as lists and timelines show them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zhuixiao.accounts.models import Employee

from .. import catalogue, facts
from ..catalogue import Metric, Ratio
from ..facts import FactKind
from ..instants import to_day
from ..models import Entry


class Line(NamedTuple):
    """An entry, the kind of its fact, the fact itself, and the metric that it is read for.

    `value` is what the entry adds to the metric, None where the reader may not know that.
    """

    entry: Entry
    kind: FactKind
    fact: object
    metric: Metric
    value: int | None

    @property
    def url(self) -> str:
        """Where the fact opens."""
        return self.kind.url(self.fact)

    @property
    def day(self) -> date:
        return to_day(self.entry.day)


def load_facts(
    entries: Sequence[Entry], visible_to: Employee, *, behind: Metric | Ratio | None = None
) -> list[Line]:
    """The entries in their order with their facts, loaded with one query for each kind.

    `behind` is the metric or ratio that they were opened from, so that their values add up to it or
    to its numerator; without it, and for a count of customers, each tells of the metric that it was
    posted under. An entry whose fact the employee may not see is left out.
    """
    ids: dict[int, set[int]] = {}
    for entry in entries:
        ids.setdefault(entry.fact_kind, set()).add(entry.fact_id)
    loaded = {
        kind: facts.by_id(kind).load(visible_to, sorted(wanted)) for kind, wanted in ids.items()
    }
    opened = catalogue.parts(behind)[0] if behind else None
    lines = []
    for entry in entries:
        if entry.fact_id in loaded[entry.fact_kind]:
            fact = loaded[entry.fact_kind][entry.fact_id]
            posted = catalogue.by_id(entry.metric)
            metric = posted if opened is None or opened.is_distinct else opened
            value = _value(entry, metric, visible_to)
            lines.append(Line(entry, entry.kind, fact, metric, value))
    return lines


def _value(entry: Entry, metric: Metric, reader: Employee) -> int | None:
    # Whoever may count the customers of a closed metric opens its entries, not its values.
    if not catalogue.may_read(reader.access, metric):
        return None
    return metric.of(entry.quantity, entry.amount, entry.cost)
