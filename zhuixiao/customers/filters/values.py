"""Reading the value of a condition: the right type and size, or BadFilter."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuixiao.kit.text.normal import clean

from ..choices import CustomerKind
from ..fields import Field, Kind
from . import relative
from .errors import BadFilter
from .operators import NUMBERS, TEXTS, TIMES, WORDS, Operator

LONGEST_TEXT = 100
MOST_CHOICES = 200
_LARGEST = 10**15
_MOST_DAYS = 100_000
MOST_LATELY = 9999
_YEARS = range(1900, 2201)


@dataclass(frozen=True)
class Lately:
    """Some of these within so many days, today included."""

    days: int
    ids: tuple[int, ...]

    @property
    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {"days": self.days, "ids": list(self.ids)}


def read(field: Field, operator: Operator, value: Any) -> Any:
    """The value that filters.conditions takes. Raises BadFilter."""
    if operator in {Operator.EMPTY, Operator.FILLED}:
        if value is not None:
            raise BadFilter(field=field.key)
        return None
    if operator in {Operator.IN, Operator.NOT_IN}:
        return _choices(field, value)
    if operator == Operator.BETWEEN:
        if not isinstance(value, list) or len(value) != 2:
            raise BadFilter(field=field.key)
        low, high = _one(field, value[0]), _one(field, value[1])
        if low > high:
            raise BadFilter(field=field.key)
        return low, high
    if operator == Operator.RELATIVE:
        if not relative.is_known(value):
            raise BadFilter(field=field.key)
        return value
    if operator == Operator.LATELY:
        return _lately(field, value)
    return _one(field, value)


def _lately(field: Field, value: Any) -> Lately:
    if not isinstance(value, dict) or value.keys() != {"days", "ids"}:
        raise BadFilter(field=field.key)
    days = value["days"]
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days <= MOST_LATELY:
        raise BadFilter(field=field.key)
    return Lately(days, _choices(field, value["ids"]))


def _one(field: Field, value: Any) -> Any:
    if field.kind in TEXTS:
        return _text(field, value)
    if field.kind in TIMES:
        return _day(field, value)
    if field.kind in NUMBERS:
        return _number(field, value)
    raise BadFilter(field=field.key)


def _text(field: Field, value: Any) -> str:
    text = clean(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else ""
    if not text:
        raise BadFilter(field=field.key)
    return text


def _day(field: Field, value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadFilter(field=field.key) from None
    if len(value) != 10 or day.year not in _YEARS:
        raise BadFilter(field=field.key)
    return day


def _number(field: Field, value: Any) -> int | float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or abs(value) > _LARGEST:
        raise BadFilter(field=field.key)
    number: int | float = value
    if field.kind == Kind.NUMBER:
        return number
    if number != int(number) or (
        field.kind in {Kind.DAYS, Kind.DAYS_LEFT} and not 0 <= number <= _MOST_DAYS
    ):
        raise BadFilter(field=field.key)
    return int(number)


def _choices(field: Field, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_CHOICES:
        raise BadFilter(field=field.key)
    if field.kind in WORDS:
        known = field.custom.every_choice if field.custom else list(CustomerKind)
        if any(not isinstance(item, str) for item in value):
            raise BadFilter(field=field.key)
        names = [field.custom.current(item) if field.custom else item for item in value]
        if any(name not in known for name in names):
            raise BadFilter(field=field.key)
        return tuple(dict.fromkeys(names))
    if any(
        not _is_id(item) and not (field.kind in {Kind.EMPLOYEE, Kind.EMPLOYEES} and item == "me")
        for item in value
    ):
        raise BadFilter(field=field.key)
    return tuple(dict.fromkeys(value))


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63
