"""A filter in the reader's words, for the chips above the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..choices import CustomerKind
from ..fields import Field, Kind
from ..queries.labels import Labels, is_labelled
from . import relative
from .operators import BOUGHT_LABELS, LABELS, TIMES, Operator
from .tree import Condition, Filter, Group
from .values import Lately

_MOST_NAMED = 4


@dataclass(frozen=True)
class Chip:
    """One of the conditions that hold together: what it asks, and its place in the filter."""

    label: str
    text: str
    index: int


def describe(asked: Filter) -> list[Chip]:
    """A chip for each top-level item; an id that the reader may not know of has no name."""
    names = Labels(asked.reader)
    names.load((one.field, _ids(one.value)) for one in asked.conditions())
    return [Chip(*_words(item, names), index) for index, item in enumerate(asked.items)]


def _ids(value: Any) -> Any:
    return value.ids if isinstance(value, Lately) else value


def _words(item: Condition | Group, names: Labels) -> tuple[str, str]:
    if isinstance(item, Condition):
        return str(item.field.label), _condition(item, names)
    return "", _group(item, names)


def _group(group: Group, names: Labels) -> str:
    parts = [
        f"({_group(item, names)})"
        if isinstance(item, Group)
        else " ".join((str(item.field.label), _condition(item, names)))
        for item in group.items
    ]
    joined = (_(" or ") if group.op == "or" else _(" and ")).join(parts)
    return _("not (%(conditions)s)") % {"conditions": joined} if group.op == "not" else joined


def _condition(item: Condition, names: Labels) -> str:  # noqa: PLR0911
    operator, value = item.operator, item.value
    is_time = item.field.kind in TIMES
    if item.field.kind == Kind.BOUGHT:
        return _bought(item, names)
    match operator:
        case Operator.EMPTY:
            return relative.never() if item.field.kind == Kind.MOMENT else str(LABELS[operator])
        case Operator.FILLED:
            return str(LABELS[operator])
        case Operator.RELATIVE:
            return relative.words(value)
        case Operator.IN:
            return _choices(item.field, value, names)
        case Operator.NOT_IN:
            return _("not %(values)s") % {"values": _choices(item.field, value, names)}
        case Operator.BETWEEN:
            low, high = (_plain(item.field, one) for one in value)
            return f"{low} – {high}"
        case Operator.ON if is_time:
            return _plain(item.field, value)
        case _:
            return f"{LABELS[operator]} {_plain(item.field, value)}"


def _bought(item: Condition, names: Labels) -> str:
    match item.operator:
        case Operator.IN:
            return _choices(item.field, item.value, names)
        case Operator.NOT_IN:
            return _("never %(values)s") % {"values": _choices(item.field, item.value, names)}
        case Operator.LATELY:
            named = _choices(item.field, item.value.ids, names)
            return f"{named} {relative.words(f'last:{item.value.days}')}"
        case operator:
            return str(BOUGHT_LABELS[operator])


def _choices(field: Field, values: Sequence[Any], names: Labels) -> str:
    texts = [_choice(field, value, names) for value in values[:_MOST_NAMED]]
    if len(values) > _MOST_NAMED:
        texts.append(_("%(n)d more") % {"n": len(values) - _MOST_NAMED})
    return _(", ").join(texts)


def _choice(field: Field, value: Any, names: Labels) -> str:
    if value == "me" and field.kind in {Kind.EMPLOYEE, Kind.EMPLOYEES}:
        return _("me")
    if field.kind == Kind.CHOICE:
        return str(CustomerKind(value).label)
    if is_labelled(field.kind):
        return names.get(field, value).text or "?"
    return str(value)


def _plain(field: Field, value: Any) -> str:
    if field.kind in TIMES:
        return date_format(value, "Y-m-d")
    if field.kind == Kind.MONEY:
        return f"{value / 100:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
