"""The checked form of a filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import Q

from zhuixiao.accounts.models import Employee

from ..fields import Field
from .conditions import Moment, to_q
from .operators import Operator
from .values import Lately

Op = Literal["and", "or", "not"]


@dataclass(frozen=True)
class Condition:
    """One question to one field; `value` has the type that the operator needs."""

    field: Field
    operator: Operator
    value: Any = None

    @property
    def data(self) -> dict[str, Any]:
        """As JSON."""
        data = {"field": self.field.key, "is": str(self.operator)}
        return data if self.value is None else {**data, "value": _plain(self.value)}


@dataclass(frozen=True)
class Group:
    """All of, any of, or not all of its items."""

    op: Op
    items: tuple["Condition | Group", ...]

    @property
    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {"op": self.op, "items": [item.data for item in self.items]}


@dataclass(frozen=True)
class Filter:
    """What `reader` asks; its items hold together (and)."""

    items: tuple[Condition | Group, ...]
    reader: Employee

    @property
    def data(self) -> dict[str, Any]:
        """As JSON, as saved views keep it; {} for no condition at all."""
        return {"op": "and", "items": [item.data for item in self.items]} if self.items else {}

    def conditions(self) -> Iterator[Condition]:
        """All conditions, groups opened."""
        yield from _leaves(self.items)

    def q(self, *, today: date, zone: ZoneInfo) -> Q:
        """The condition of the database; days are those of the company's zone."""
        moment = Moment(today=today, zone=zone, reader=self.reader)
        return _all(self.items, moment)


def _all(items: tuple[Condition | Group, ...], moment: Moment) -> Q:
    result = Q()
    for item in items:
        result &= _node(item, moment)
    return result


def _node(node: Condition | Group, moment: Moment) -> Q:
    if isinstance(node, Condition):
        return to_q(node.field, node.operator, node.value, moment)
    if node.op == "or":
        result = Q()
        for item in node.items:
            result |= _node(item, moment)
        return result
    together = _all(node.items, moment)
    return ~together if node.op == "not" else together


def _leaves(items: tuple[Condition | Group, ...]) -> Iterator[Condition]:
    for item in items:
        if isinstance(item, Condition):
            yield item
        else:
            yield from _leaves(item.items)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Lately):
        return value.data
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
