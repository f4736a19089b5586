"""Where a page of a list ended, as text that travels through a program or a browser.

It is not signed: it can only name a place in an order that the reader may see anyway. It is
checked, because it comes from outside.
"""

import base64
import json
import math
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, DateTimeField, TextField
from django.db.models import Field as Column
from django.utils.translation import gettext_lazy as _

from .errors import RuleError

_LONGEST = 2000
_YEARS = range(1000, 3000)


class BadCursor(RuleError):
    """The place is damaged, or belongs to another list."""

    code = "cursor"

    def __init__(self) -> None:
        super().__init__(_("This place in the list is not known any more. Start again at the top."))


def encode(spec: str, values: list[Any], pk: int) -> str:
    """The place behind a row: the order's name, the row's values in it, and its id."""
    data = json.dumps([spec, [_plain(value) for value in values], pk], allow_nan=False)
    return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")


def decode(text: str, spec: str, columns: "list[Column[Any, Any]]") -> tuple[tuple[Any, ...], int]:
    """The values and the id that `encode` wrote for this order. Raises BadCursor."""
    if len(text) > _LONGEST:
        raise BadCursor
    try:
        own, values, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if own != spec or len(values) != len(columns):
            raise BadCursor
        pairs = zip(columns, values, strict=True)
        read = tuple(None if value is None else _typed(column, value) for column, value in pairs)
        return read, _whole(pk)
    except (ValueError, TypeError, RecursionError):
        raise BadCursor from None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(column: "Column[Any, Any]", value: Any) -> Any:
    if isinstance(column, DateField):
        return _time(column, value)
    if isinstance(value, str):
        if not isinstance(column, TextField) and column.get_internal_type() != "CharField":
            raise BadCursor
        value.encode()
        if "\0" in value:
            raise BadCursor
        return value
    if column.get_internal_type() == "FloatField":
        if isinstance(value, bool) or not math.isfinite(value):
            raise BadCursor
        return float(value)
    if isinstance(column, TextField) or column.get_internal_type() == "CharField":
        raise BadCursor
    return _whole(value)


def _time(column: "Column[Any, Any]", value: Any) -> date:
    if not isinstance(value, str):
        raise BadCursor
    is_instant = isinstance(column, DateTimeField)
    read = datetime.fromisoformat(value) if is_instant else date.fromisoformat(value)
    if read.year not in _YEARS or (isinstance(read, datetime) and read.tzinfo is None):
        raise BadCursor
    return read


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise BadCursor
    return value
