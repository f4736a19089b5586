"""Entries with the facts that posted them, as lists and timelines show them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zhuixiao.accounts.models import Employee

from .. import catalogue, facts
from ..catalogue import Metric
from ..facts import FactKind
from ..instants import to_day
from ..models import Entry


class Line(NamedTuple):
    """An entry, the kind of its fact and the fact itself."""

    entry: Entry
    kind: FactKind
    fact: object

    @property
    def url(self) -> str:
        """Where the fact opens."""
        return self.kind.url(self.fact)

    @property
    def day(self) -> date:
        return to_day(self.entry.day)

    @property
    def metric(self) -> Metric:
        return catalogue.by_id(self.entry.metric)

    @property
    def value(self) -> int:
        """What the entry adds to its metric."""
        added: int = getattr(self.entry, self.metric.value)
        return added


def load_facts(entries: Sequence[Entry], visible_to: Employee) -> list[Line]:
    """The entries in their order with their facts, loaded with one query for each kind.

    An entry whose fact the employee may not see is left out.
    """
    ids: dict[int, set[int]] = {}
    for entry in entries:
        ids.setdefault(entry.fact_kind, set()).add(entry.fact_id)
    loaded = {
        kind: facts.by_id(kind).load(visible_to, sorted(wanted)) for kind, wanted in ids.items()
    }
    return [
        Line(entry, entry.kind, loaded[entry.fact_kind][entry.fact_id])
        for entry in entries
        if entry.fact_id in loaded[entry.fact_kind]
    ]
